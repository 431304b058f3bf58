import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { checkFiles, type FileReport } from '../check-files.ts';
import { ShipshapeError } from '../errors.ts';
import { SEVERITIES, type Finding } from '../lint/index.ts';
import { baselineText, readBaseline, type BaselineEntry } from '../project/check/baseline.ts';
import { errorText } from '../report/errors.ts';
import type { ToldFile, ToldFinding, Totals } from '../report/check/told.ts';
import { CHECK_HELP, checkFlags, type CheckFlags } from './check-flags.ts';
import { formatNamed } from './check-format.ts';
import { Output } from './output.ts';

/**
 * `shipshape check`: stdout holds exactly what the format says, everything else goes to stderr.
 * @returns the exit status
 */
export async function runCheck(args: readonly string[]): Promise<number> {
  const output = new Output();
  try {
    const flags = checkFlags(args);
    if (flags.help) return await output.finish(CHECK_HELP, 0);
    if (flags.paths.includes('-')) flags.options.stdin = { name: flags.stdinName, bytes: readFileSync(0) };
    if (flags.options.fix !== undefined && flags.paths.length > 0) {
      const { applyFixes } = await import('./check-fix.ts');
      const toStdout = await applyFixes(flags, output);
      // the mended text takes the place of what is told
      if (toStdout !== null) return await output.finish(toStdout, 0);
    }
    return await tell(flags, output);
  } catch (error) {
    if (!(error instanceof ShipshapeError)) throw error;
    output.say(errorText(error.toReport(), { stream: process.stderr }));
    return await output.finish(
      args.includes('--json') ? '{\n  "version": 1,\n  "files": []\n}\n' : '',
      error.exitCode,
    );
  }
}

async function tell(flags: CheckFlags, output: Output): Promise<number> {
  const format = await formatNamed(flags.format);
  const needsFingerprints = flags.baseline !== null || ['sarif', 'gitlab'].includes(flags.format);
  const fingerprints = needsFingerprints ? await import('../report/check/fingerprint.ts') : null;
  const teller = new Teller(flags, fingerprints?.fingerprintsOf ?? (() => []));
  const { fix: _done, ...options } = flags.options;
  let begun = false;
  try {
    for await (const report of checkFiles(flags.paths, options)) {
      if (!begun) await output.write(format.begin ?? '');
      begun = true;
      if (report.problem === null) await output.write(format.file(teller.told(report)));
      else output.say(`shipshape: ${report.path} was not checked: ${report.problem}.\n`);
      teller.count(report, output);
    }
  } catch (error) {
    // what was begun is ended, so that it can be read
    if (begun && error instanceof ShipshapeError) await output.write(format.end(teller.totals));
    if (begun && error instanceof ShipshapeError) return await endWith(error, output);
    throw error;
  }
  if (!begun) await output.write(format.begin ?? '');
  if (flags.writeBaseline) await teller.writeBaseline();
  const nothingRead = teller.unreadable > 0 && teller.totals.files === 0;
  const status = nothingRead ? 2 : teller.hasFailed && !flags.writeBaseline ? 1 : 0;
  return output.finish(format.end(teller.totals), status);
}

async function endWith(error: ShipshapeError, output: Output): Promise<number> {
  output.say(errorText(error.toReport(), { stream: process.stderr }));
  return output.finish('', error.exitCode);
}

type FingerprintsOf = (path: string, source: string, findings: readonly Finding[]) => readonly string[];

/** Makes of reports what is told, and keeps count. */
class Teller {
  readonly totals: Totals = { files: 0, error: 0, warning: 0, info: 0, style: 0, safe: 0, needsProof: 0 };
  hasFailed = false;
  unreadable = 0;
  readonly #flags: CheckFlags;
  readonly #fingerprintsOf: FingerprintsOf;
  readonly #known: ReadonlySet<string>;
  readonly #baseline: BaselineEntry[] = [];

  constructor(flags: CheckFlags, fingerprintsOf: FingerprintsOf) {
    this.#flags = flags;
    this.#fingerprintsOf = fingerprintsOf;
    const { baseline, writeBaseline } = flags;
    this.#known = baseline === null || writeBaseline ? new Set() : readBaseline(resolve(baseline), baseline);
  }

  told(report: FileReport): ToldFile {
    const { path, absolute, root, source, findings, found, failOn } = report;
    const fingerprints = this.#fingerprintsOf(relative(root, absolute), source, findings);
    const told: ToldFinding[] = [];
    for (const [index, at] of found.entries()) {
      const finding = findings[index];
      const fingerprint = fingerprints[index] ?? '';
      if (finding === undefined || this.#known.has(fingerprint)) continue;
      if (this.#flags.writeBaseline) this.#baseline.push({ path, rule: at.rule, fingerprint });
      const names = this.#flags.ids === null ? undefined : at.ids[this.#flags.ids];
      told.push({ at, finding, name: names?.join(',') ?? at.rule, fingerprint });
      this.totals[at.severity]++;
      if (at.fix !== null) this.totals[at.fix === 'safe' ? 'safe' : 'needsProof']++;
      if (failOn !== 'never' && SEVERITIES.indexOf(at.severity) >= SEVERITIES.indexOf(failOn))
        this.hasFailed = true;
    }
    return { path, source, findings: told };
  }

  count({ problem }: FileReport, output: Output): void {
    if (problem === null) this.totals.files++;
    else this.unreadable++;
    output.progress(() => `checked ${this.totals.files} files`);
  }

  async writeBaseline(): Promise<void> {
    const { writeFiles } = await import('../project/write.ts');
    const path = resolve(this.#flags.baseline ?? '');
    const folder = resolve(path, '..');
    const text = baselineText(this.#baseline);
    await writeFiles(folder, [{ path: relative(folder, path), text, before: null }], { force: true });
  }
}
