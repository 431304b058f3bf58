import { dirname, resolve } from 'node:path';
import { fileOf, foundAt } from './check-one.ts';
import type { CheckOptions } from './check-options.ts';
import { Checkers, ruleIds, type Prepared } from './check-rules.ts';
import { ShipshapeError } from './errors.ts';
import { fixText, heard, kindOf, type CheckedFile, type Finding, type FixClass } from './lint/index.ts';
import type { FailOn, FoundAt } from './model/check-result.ts';
import { Configurations, type Layer } from './project/check-config/index.ts';
import type { ChangedLines } from './project/check/changed-lines.ts';
import { findFiles, type FoundFile } from './project/check/discover.ts';
import { readSource, textOf } from './project/check/source-text.ts';
import { Neighbourhood } from './project/check/surroundings.ts';
import { stopIfAborted } from './project/interrupt.ts';

/** What came of one file. */
export interface FileReport extends FoundFile {
  /** as it is now, with `fix` after the fixes; '' where it cannot be read */
  source: string;
  /** in the order of places, each with what it is for people in `found` */
  findings: readonly Finding[];
  found: readonly FoundAt[];
  failOn: FailOn;
  /** why it cannot be read */
  problem: string | null;
  /** the text before the fixes; null where nothing was mended */
  before: string | null;
  /** fixes that were left undone because bytes of the file are no text */
  isInexact: boolean;
}

/**
 * Checks files one after another, each read, judged and forgotten before the next.
 * @param paths files, folders and globs; `-` is `options.stdin`
 * @throws ShipshapeError USAGE, CONFIG_INVALID, REVISION_UNKNOWN, NO_SHELLCHECK, INTERRUPTED; for images what their
 *   engine brings
 */
export async function* checkFiles(
  paths: readonly string[],
  options: CheckOptions = {},
): AsyncGenerator<FileReport> {
  const cwd = options.cwd ?? process.cwd();
  const checkers = new Checkers(options);
  const settings = settingsFrom(options, cwd);
  const neighbourhood = new Neighbourhood();
  const changed = options.diff === undefined ? null : await changesSince(options.diff, cwd, options.signal);

  let some = false;
  for (const file of filesOf(paths, options, cwd)) {
    some = true;
    stopIfAborted(options.signal);
    if (changed?.has(file.absolute) === false) continue;
    const prepared = checkers.for(await settings(file), file.absolute);
    if (prepared === null) continue;
    const plain = reportOn(file, prepared, neighbourhood, options);
    const report = options.shellcheck === true ? await withShellcheck(plain, prepared, options) : plain;
    yield changed === null ? report : onlyChanged(report, changed);
  }
  const { images = [], signal } = options;
  if (images.length > 0) {
    // the engine is only needed here
    const { checkImages } = await import('./check-image.ts');
    // the configuration of the folder that the command runs in holds for them
    const layers = await settings({ path: 'image', absolute: resolve(cwd, 'image'), root: resolve(cwd) });
    yield* checkImages(images, (path) => checkers.for(layers, path), { cwd, signal });
  } else if (!some)
    throw new ShipshapeError('NOTHING_TO_CHECK', {
      what: `There is nothing to check in ${paths.join(', ')}.`,
    });
}

function* filesOf(paths: readonly string[], { stdin }: CheckOptions, cwd: string): Generator<FoundFile> {
  const named = paths.filter((path) => path !== '-');
  if (named.length < paths.length) {
    if (stdin === undefined)
      throw new ShipshapeError('USAGE', { what: 'There is no standard input for the path `-`.' });
    const absolute = resolve(cwd, stdin.name);
    yield { path: stdin.name, absolute, root: dirname(absolute) };
  }
  yield* findFiles(named, cwd);
}

/** How the configuration of a file is had: found beside it, given by name, or not at all. */
function settingsFrom({ config }: CheckOptions, cwd: string): (file: FoundFile) => Promise<readonly Layer[]> {
  if (config === false) return () => NOTHING_ASKED;
  if (config !== undefined) {
    const path = resolve(cwd, config);
    const given = import('./project/check-config/own.ts').then(({ ownLayers }) => ownLayers(path, ruleIds));
    return () => given;
  }
  const found = new Configurations(ruleIds);
  return ({ absolute, root }) => found.of(dirname(absolute), root);
}

const NOTHING_ASKED: Promise<readonly Layer[]> = Promise.resolve([]);
const CLASSES: Readonly<Record<'safe' | 'all', ReadonlySet<FixClass>>> = {
  safe: new Set(['safe']),
  all: new Set(['safe', 'needs-proof']),
};

function reportOn(
  file: FoundFile,
  { checker, failOn, unheeded }: Prepared,
  neighbourhood: Neighbourhood,
  { target, fix, stdin }: CheckOptions,
): FileReport {
  const kind = kindOf(file.path);
  const read =
    stdin !== undefined && file.path === stdin.name
      ? textOf(stdin.bytes, kind)
      : readSource(file.absolute, kind);
  const nothing = { source: '', findings: [], found: [], failOn, before: null, isInexact: false };
  if ('problem' in read) return { ...file, ...nothing, problem: read.problem };

  const around = neighbourhood.around(file);
  const look = (text: string): { facts: CheckedFile['facts']; findings: Finding[] } => {
    const checked = fileOf(file.path, text, { around, target });
    return { facts: checked.facts, findings: heard(checked, checker.check(checked), unheeded) };
  };
  const canFix = fix !== undefined && read.isExact;
  const source = canFix ? fixText(read.text, (text) => look(text).findings, CLASSES[fix]) : read.text;
  const { facts, findings } = look(source);
  return {
    ...file,
    source,
    findings,
    found: findings.map((finding) => foundAt(finding, facts.positions)),
    failOn,
    problem: null,
    before: source === read.text ? null : read.text,
    isInexact: fix !== undefined && !read.isExact,
  };
}

/** What ShellCheck itself says of a Dockerfile's steps, in the place of our own reading of them. */
async function withShellcheck(
  report: FileReport,
  { unheeded }: Prepared,
  { target, signal }: CheckOptions,
): Promise<FileReport> {
  const checked = fileOf(report.path, report.source, { target });
  if (checked.kind !== 'dockerfile' || report.problem !== null) return report;
  const { shellcheck, withoutOwnShellLint } = await import('./engine/shellcheck.ts');
  const found = await shellcheck([checked.facts], {
    env: process.env,
    ...(signal === undefined ? {} : { signal }),
  });
  stopIfAborted(signal);
  if (found === null)
    throw new ShipshapeError('NO_SHELLCHECK', {
      what: '`--shellcheck` was asked for, and ShellCheck does not run.',
    });
  const theirs = heard(checked, found.get(checked.facts) ?? [], unheeded);
  const findings = [...withoutOwnShellLint(report.findings), ...theirs].sort(
    (a, b) => a.range.start - b.range.start,
  );
  return { ...report, findings, found: findings.map((one) => foundAt(one, checked.facts.positions)) };
}

/** git is asked by a program of its own, which is only loaded then. */
async function changesSince(
  revision: string,
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<ChangedLines> {
  const { changedLines } = await import('./project/check/changed-lines.ts');
  return changedLines(cwd, revision, signal);
}

/** Only the findings that touch a line which was changed. */
function onlyChanged(report: FileReport, changed: ChangedLines): FileReport {
  const kept = report.found.map(({ line, endLine }) => changed.touches(report.absolute, line, endLine));
  return {
    ...report,
    findings: report.findings.filter((_, index) => kept[index]),
    found: report.found.filter((_, index) => kept[index]),
  };
}
