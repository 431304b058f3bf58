import { lstatSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { ShipshapeError } from '../../errors.ts';
import { kindByName } from '../../lint/kind.ts';
import { globMatcher, isGlob } from '../../syntax/glob.ts';
import { GitIgnores } from './git-ignores.ts';
import { repositoryOf } from './repository.ts';

/** A file that is to be checked. */
export interface FoundFile {
  /** for people: relative to the folder that the command runs in, `/` between the parts */
  path: string;
  absolute: string;
  /** nothing outside this folder is looked at for its sake */
  root: string;
}

/** Folders that hold other people's files, or copies of them. */
const VENDORED = new Set(
  `.git .hg .svn .shipshape .cache node_modules bower_components jspm_packages vendor .venv venv site-packages
  __pycache__ .tox .nox .terraform .yarn .pnpm-store .gradle .bundle`.split(/\s+/),
);

/**
 * The files that paths name: a file is itself, a folder all that is named like a Dockerfile, compose, ignore or env file
 * below it, a glob what it matches. What git ignores and folders of other people's files are left out unless they are
 * named; links to folders are not followed.
 * @throws ShipshapeError USAGE for a path that is not there
 */
export function* findFiles(paths: readonly string[], cwd: string): Generator<FoundFile> {
  const seen = new Set<string>();
  for (const path of paths)
    for (const file of named(path, cwd)) {
      if (seen.has(file.absolute)) continue;
      seen.add(file.absolute);
      yield file;
    }
}

function* named(path: string, cwd: string): Generator<FoundFile> {
  const absolute = resolve(cwd, path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (found?.isDirectory()) yield* below(absolute, cwd, (name) => kindByName(name) !== null);
  else if (found) yield fileAt(absolute, cwd, repositoryOf(dirname(absolute)) ?? dirname(absolute));
  else if (isGlob(path)) yield* matching(path, cwd);
  else throw new ShipshapeError('USAGE', { what: `There is no ${path}.`, hint: HINT });
}

const HINT = 'Name files, folders or globs that are there: `shipshape check PATHS`.';

function* matching(glob: string, cwd: string): Generator<FoundFile> {
  const parts = glob.replace(/^\.\//, '').split('/');
  const fixed = parts.slice(0, parts.findIndex(isGlob));
  const start = resolve(cwd, fixed.length === 1 && fixed[0] === '' ? '/' : fixed.join('/'));
  const matches = globMatcher(`/${parts.slice(fixed.length).join('/')}`);
  // `**/*` means all that can be checked, not every file as if it were a Dockerfile
  const wanted = /^\*+$/.test(parts.at(-1) ?? '') ? (name: string) => kindByName(name) !== null : () => true;
  let some = false;
  if (statSync(start, { throwIfNoEntry: false })?.isDirectory())
    for (const file of below(start, cwd, wanted)) {
      if (!matches(toSlashes(relative(start, file.absolute)))) continue;
      some = true;
      yield file;
    }
  if (!some) throw new ShipshapeError('USAGE', { what: `Nothing matches ${glob}.`, hint: HINT });
}

function* below(start: string, cwd: string, wanted: (name: string) => boolean): Generator<FoundFile> {
  const root = repositoryOf(start) ?? start;
  const ignores = new GitIgnores(root);
  const open = [start];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const folders: string[] = [];
    for (const entry of entriesOf(folder)) {
      const absolute = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!VENDORED.has(entry.name) && !ignores.ignores(folder, entry.name, true)) folders.push(absolute);
      } else if (wanted(entry.name) && isFileWithin(entry, absolute, root)) {
        if (!ignores.ignores(folder, entry.name, false)) yield fileAt(absolute, cwd, root);
      }
    }
    open.push(...folders.reverse());
  }
}

/** In the order of names; none where the folder may not be listed. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** A link counts when what it leads to lies within and is not found under its own name. */
function isFileWithin(entry: Dirent, absolute: string, root: string): boolean {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  try {
    const real = realpathSync(absolute);
    return (
      isBelow(real, realpathSync(root)) && kindByName(toSlashes(real)) === null && lstatSync(real).isFile()
    );
  } catch {
    return false;
  }
}

export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

export const toSlashes = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));

const fileAt = (absolute: string, cwd: string, root: string): FoundFile => ({
  path: toSlashes(relative(cwd, absolute)) || toSlashes(absolute),
  absolute,
  root,
});
