import { lstatSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { BuildContext, ContextFile } from '../../lint/index.ts';
import { toSlashes } from './discover.ts';

/** A context with more files and folders than this is not listed. */
const MOST_FILES = 20_000;
/** Folders of which only their being there is told: what lies in them is somebody else's, and much. */
const NOT_ENTERED = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.shipshape',
]);

/** A folder's files, listed once for all Dockerfiles that it is the context of. */
export class ContextFolder {
  readonly folder: string;
  #files: readonly ContextFile[] | null | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  list(): readonly ContextFile[] | null {
    if (this.#files === undefined) this.#files = listBelow(this.folder);
    return this.#files;
  }

  has(path: string): boolean {
    const absolute = join(this.folder, path);
    if (relative(this.folder, absolute).startsWith('..')) return false;
    return lstatSync(absolute, { throwIfNoEntry: false }) !== undefined;
  }
}

/**
 * A context as a Dockerfile has it.
 * @param dockerfile its absolute path: BuildKit prefers `<Dockerfile>.dockerignore` beside it to the context's own file
 */
export function contextOf(folder: ContextFolder, dockerfile: string | null): BuildContext {
  let ignore: { path: string; text: string } | null | undefined;
  return {
    list: () => folder.list(),
    has: (path) => folder.has(path),
    ignoreFile: () => (ignore === undefined ? (ignore = ignoreFileOf(folder.folder, dockerfile)) : ignore),
  };
}

function ignoreFileOf(folder: string, dockerfile: string | null): { path: string; text: string } | null {
  const own = dockerfile === null ? [] : [join(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`)];
  for (const path of [...own, join(folder, '.dockerignore')]) {
    const text = smallText(path);
    if (text !== null) return { path: toSlashes(relative(folder, path)), text };
  }
  return null;
}

const MOST_BYTES = 1024 * 1024;

/** The text of a regular file of at most a mebibyte; null when there is none. */
export function smallText(path: string): string | null {
  try {
    const found = lstatSync(path);
    return found.isFile() && found.size <= MOST_BYTES ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}

function listBelow(root: string): readonly ContextFile[] | null {
  const files: ContextFile[] = [];
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop())
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const kind = kindOf(entry);
      if (kind === null) continue;
      if (files.length === MOST_FILES) return null;
      files.push(new Listed(root, path, kind));
      if (kind === 'folder' && !NOT_ENTERED.has(entry.name)) open.push(path);
    }
  return files;
}

/** Its size is asked for only when a rule does, and once. */
class Listed implements ContextFile {
  readonly path: string;
  readonly kind: ContextFile['kind'];
  readonly #root: string;
  #size: number | undefined;

  constructor(root: string, path: string, kind: ContextFile['kind']) {
    this.#root = root;
    this.path = path;
    this.kind = kind;
  }

  get size(): number {
    if (this.kind !== 'file') return 0;
    this.#size ??= lstatSync(join(this.#root, this.path), { throwIfNoEntry: false })?.size ?? 0;
    return this.#size;
  }
}

/** Sockets and pipes are not sent to the builder. */
function kindOf(entry: Dirent): ContextFile['kind'] | null {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : null;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
