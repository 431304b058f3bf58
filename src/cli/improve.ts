import { ShipshapeError } from '../errors.ts';
import { improve } from '../improve.ts';
import type { ImproveOptions } from '../improve-options.ts';
import type { ImproveResult } from '../model/result.ts';
import { errorText } from '../report/errors.ts';
import { jsonText } from '../report/json.ts';
import { table } from '../report/table.ts';
import { interruptSignal } from './interrupt.ts';
import { progressOn } from './progress.ts';

/** What commander makes of the command line of `improve`. */
interface Flags extends Omit<ImproveOptions, 'probes' | 'buildArgs' | 'secrets' | 'signal' | 'onProgress'> {
  probe?: string[];
  buildArg?: string[];
  secret?: string[];
  patch?: boolean;
  json?: boolean;
}

/**
 * `shipshape improve`: stdout holds exactly the JSON, the patch or the table; everything else goes to stderr.
 * @returns the exit status
 */
export async function runImprove(dir: string, given: Record<string, unknown>): Promise<number> {
  const flags = given as Flags;
  const interrupt = interruptSignal();
  const progress = progressOn(process.stderr);
  try {
    if (flags.json && flags.patch)
      throw new ShipshapeError('USAGE', { what: '`--json` and `--patch` exclude each other.' });
    if (flags.measure !== undefined && flags.measure !== 'quick' && flags.measure !== 'full')
      throw new ShipshapeError('USAGE', {
        what: `--measure takes quick or full, not ${String(flags.measure)}.`,
      });
    const { probe = [], buildArg = [], secret = [], ...options } = flags;
    const result = await improve(dir, {
      ...options,
      probes: probe,
      buildArgs: buildArg,
      secrets: secret,
      signal: interrupt.signal,
      onProgress: progress.say,
    });
    progress.end();
    tell(result, flags);
    return exitStatus(result, flags);
  } catch (error) {
    progress.end();
    if (!(error instanceof ShipshapeError)) throw error;
    const report = error.toReport();
    if (flags.json)
      await print(jsonText({ version: 1, engine: null, error: report, setups: [], report: null }));
    process.stderr.write(errorText(report, { stream: process.stderr }));
    return error.exitCode;
  } finally {
    interrupt.end();
  }
}

function tell(result: ImproveResult, flags: Flags): void {
  if (flags.json) return void print(jsonText(result));
  if (flags.patch) {
    void print(result.setups.flatMap(({ files }) => files.map(({ patch }) => patch)).join(''));
    for (const { error } of result.setups)
      if (error !== null) process.stderr.write(errorText(error, { stream: process.stderr }));
    for (const note of result.setups.flatMap(({ notes }) => notes))
      process.stderr.write(`shipshape: ${note}\n`);
    return;
  }
  void print(result.setups.map((setup) => table(setup, { stream: process.stdout })).join('\n'));
  if (result.report !== null) process.stderr.write(`The report is in ${result.report}.\n`);
  if (!flags.write && result.setups.some(({ files }) => files.length > 0))
    process.stderr.write('Nothing was written. See the patch with `--patch`, apply it with `--write`.\n');
}

const print = (text: string): Promise<void> =>
  new Promise((resolve) => void process.stdout.write(text, () => resolve()));

/** 0 when every setup is improved, already good or justly not improvable; 1 when one failed or a proof is missing. */
function exitStatus({ setups }: ImproveResult, { requireProof }: Flags): number {
  const failed = setups.some(({ status }) => status === 'failed');
  const unproved =
    requireProof === true && setups.some(({ proof, status }) => proof === 'none' && status !== 'failed');
  if (unproved) process.stderr.write('A proof was asked for (--require-proof) and could not be had.\n');
  return failed || unproved ? 1 : 0;
}
