import { randomBytes } from 'node:crypto';
import { lstat, open, realpath, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { codeOf, folderOf, insideProject, liesIn } from './paths.ts';

/** A name that nobody uses, beside `target`, so that renaming stays within one file system. */
export const besides = (target: string): string =>
  join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.shipshape`);

/**
 * Where a file of the project is really written: a symlink is followed as long as it stays in the project.
 * @throws ShipshapeError NOT_WRITABLE when it leads out of the project or its folder is not there
 */
export async function realTarget(projectDir: string, path: string): Promise<string> {
  const inside = insideProject(projectDir, path);
  if (inside === null || inside === '') throw notWritable(path, 'it does not lie in the project');
  const target = join(projectDir, inside);
  const folder = join(projectDir, folderOf(inside));
  const real = await realpath(folder).catch((cause: unknown) => {
    throw notWritable(path, `its folder cannot be reached (${codeOf(cause)})`, cause);
  });
  if (!(await liesIn(projectDir, real))) throw notWritable(path, 'its folder leads out of the project');
  const found = await lstat(target).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw notWritable(path, codeOf(error) || String(error), error);
  });
  if (!found || found.isFile()) return join(real, basename(inside));
  if (!found.isSymbolicLink()) throw notWritable(path, 'it is not a file');
  if (!(await liesIn(projectDir, target)))
    throw notWritable(path, 'it is a link that leads out of the project');
  return realpath(target);
}

/**
 * Tries whether files can be put in the place of these, by making and removing one beside each: only that tells of
 * read-only file systems, access lists and full disks alike.
 * @throws ShipshapeError NOT_WRITABLE
 */
export async function assertWritable(projectDir: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const trial = besides(await realTarget(projectDir, path));
    try {
      await (await open(trial, 'wx')).close();
      await unlink(trial);
    } catch (cause) {
      throw notWritable(path, codeOf(cause) || String(cause), cause);
    }
  }
}

export const notWritable = (path: string, why: string, cause?: unknown): ShipshapeError =>
  new ShipshapeError('NOT_WRITABLE', {
    what: `${path} cannot be written: ${why}.`,
    where: { path, line: null },
    cause,
  });
