import { ShipshapeError } from '../errors.ts';
import { improve } from '../improve.ts';
import type { ImproveOptions } from '../improve-options.ts';
import type { ImproveResult } from '../model/result.ts';
import { errorText } from '../report/errors.ts';
import { jsonText } from '../report/json.ts';
import { table } from '../report/table.ts';
import { print, runCommand } from './command.ts';
import { runOptions, type RunFlags } from './run-flags.ts';

/** What commander makes of the command line of `improve`. */
interface Flags extends RunFlags, Omit<ImproveOptions, keyof RunFlags | 'probes' | 'buildArgs' | 'secrets'> {
  patch?: boolean;
  fresh?: boolean;
}

/**
 * `shipshape improve`: stdout holds exactly the JSON, the patch or the table; everything else goes to stderr.
 * @returns the exit status
 */
export function runImprove(dir: string, given: Record<string, unknown>): Promise<number> {
  const flags = given as Flags;
  return runCommand<ImproveResult>(
    flags.json ?? false,
    async (attached) => {
      if (flags.json && flags.patch)
        throw new ShipshapeError('USAGE', { what: '`--json` and `--patch` exclude each other.' });
      const { fresh = false, ...options } = runOptions(flags);
      return improve(dir, { ...options, reuse: !fresh, ...attached });
    },
    (result) => {
      tell(result, flags);
      return exitStatus(result, flags);
    },
    (error) => ({ version: 1, engine: null, error, setups: [], report: null }) satisfies ImproveResult,
  );
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

/** 0 when every setup is improved, already good or justly not improvable; 1 when one failed or a proof is missing. */
function exitStatus({ setups }: ImproveResult, { requireProof }: Flags): number {
  const failed = setups.some(({ status }) => status === 'failed');
  const unproved =
    requireProof === true && setups.some(({ proof, status }) => proof === 'none' && status !== 'failed');
  if (unproved) process.stderr.write('A proof was asked for (--require-proof) and could not be had.\n');
  return failed || unproved ? 1 : 0;
}
