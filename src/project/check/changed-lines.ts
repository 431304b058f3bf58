import { resolve } from 'node:path';
import { ShipshapeError } from '../../errors.ts';
import { askGit } from '../ask-git.ts';

/** Lines that are not as they were in a revision. */
export interface ChangedLines {
  /** @param path absolute */
  has: (path: string) => boolean;
  /** lines counted from 1, both meant */
  touches: (path: string, from: number, to: number) => boolean;
}

/**
 * What the files of the repository that `cwd` lies in have that a revision has not; of files that git does not know yet
 * every line.
 * @throws ShipshapeError REVISION_UNKNOWN, INTERRUPTED
 */
export async function changedLines(
  cwd: string,
  revision: string,
  signal?: AbortSignal,
): Promise<ChangedLines> {
  const root = (await git(cwd, ['rev-parse', '--show-toplevel'], revision, signal)).replace(/\n$/, '');
  // a revision that begins with a dash must not be taken for an option
  const commit = await git(
    cwd,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    revision,
    signal,
  );
  const options = [
    '--unified=0',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--src-prefix=a/',
    '--dst-prefix=b/',
  ];
  const diff = await git(
    root,
    ['-c', 'core.quotePath=false', 'diff', ...options, commit.trim(), '--'],
    revision,
    signal,
  );
  const untracked = await git(root, ['ls-files', '--others', '--exclude-standard', '-z'], revision, signal);
  const lines = hunksOf(diff, root);
  for (const path of untracked.split('\0').filter(Boolean)) lines.set(resolve(root, path), [[1, Infinity]]);
  return {
    has: (path) => lines.has(path),
    touches: (path, from, to) => (lines.get(path) ?? []).some(([first, last]) => first <= to && from <= last),
  };
}

type Hunks = Map<string, [first: number, last: number][]>;

function hunksOf(diff: string, root: string): Hunks {
  const found: Hunks = new Map();
  let current: [number, number][] = [];
  for (const line of diff.split('\n')) {
    const path = /^\+\+\+ (?:"?b\/(.*?)"?|\/dev\/null)\t?$/.exec(line);
    if (path !== null) {
      current = [];
      if (path[1] !== undefined) found.set(resolve(root, path[1]), current);
    }
    const [, first, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (first !== undefined && count !== '0')
      current.push([Number(first), Number(first) + Number(count) - 1]);
  }
  return found;
}

async function git(
  dir: string,
  args: readonly string[],
  revision: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const told = await askGit(dir, args, { signal });
  if (told.kind === 'said') return told.text;
  throw new ShipshapeError('REVISION_UNKNOWN', {
    what:
      told.kind === 'none'
        ? 'There is no git repository here, so no changes can be told.'
        : `git knows no revision ${revision}.`,
  });
}
