import { constants } from 'node:fs';
import { copyFile, cp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { stopIfAborted } from './interrupt.ts';
import { codeOf, liesIn } from './paths.ts';

/**
 * Copies one file or folder of the project, with its modes, to a place outside.
 * @param path relative to the project's folder; what a symlink leads to must lie in the project
 * @throws ShipshapeError FILE_UNREADABLE, INTERRUPTED
 */
export async function copyOut(
  projectDir: string,
  path: string,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  stopIfAborted(signal);
  const source = join(projectDir, path);
  const refused = (why: string, cause?: unknown): ShipshapeError =>
    new ShipshapeError('FILE_UNREADABLE', {
      what: `${path}, which the compose file mounts, cannot be copied (${why}).`,
      where: { path, line: null },
      cause,
    });
  if (!(await liesIn(projectDir, source))) throw refused('it leads out of the project');
  try {
    const isFile = (await stat(source)).isFile();
    if (isFile) await copyFile(source, target, constants.COPYFILE_FICLONE);
    else await cp(source, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  } catch (error) {
    throw refused(codeOf(error) || String(error), error);
  }
}
