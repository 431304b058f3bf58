import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { ShipshapeError } from '../errors.ts';

export { codeOf } from './code-of.ts';

/** True when a file of the project is there (symlinks followed) and is a regular file. */
export async function isFile(projectDir: string, path: string): Promise<boolean> {
  return stat(join(projectDir, path)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** True when a folder of the project is there (symlinks followed). */
export async function isFolder(projectDir: string, path: string): Promise<boolean> {
  return stat(join(projectDir, path)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The first of these that is a file of the project, or null. */
export async function firstFile(projectDir: string, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await isFile(projectDir, path)) return path;
  return null;
}

/** @throws ShipshapeError NO_FOLDER when there is no such folder */
export async function requireFolder(projectDir: string): Promise<void> {
  const found = await stat(projectDir).catch(() => null);
  if (!found) throw new ShipshapeError('NO_FOLDER', { what: `There is no folder ${projectDir}.` });
  if (!found.isDirectory())
    throw new ShipshapeError('NO_FOLDER', { what: `${projectDir} is a file, not a folder.` });
}

/**
 * A path as people or compose files write it, made relative to the project's folder: `./web/` is `web`, the folder
 * itself is ''. Null when it leads out of the project.
 */
export function insideProject(projectDir: string, path: string): string | null {
  const fromRoot = relative(resolve(projectDir), resolve(projectDir, path));
  if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`) || isAbsolute(fromRoot)) return null;
  return fromRoot.split(sep).join('/');
}

/** Joins a folder ('' is the project's own) and a path below it. */
export const below = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);

/** The folder of a path, '' for the project's own. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

/** True when the real place of `path` lies in the real folder `root`; false when it does not exist. */
export async function liesIn(root: string, path: string): Promise<boolean> {
  const [realRoot, real] = await Promise.all([realpath(root), realpath(path).catch(() => null)]);
  return real !== null && (real === realRoot || real.startsWith(realRoot === sep ? sep : realRoot + sep));
}
