import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN_FOLDER } from './own.ts';
import { codeOf } from './paths.ts';
import { notWritable } from './target.ts';

/**
 * Makes the project's `.shipshape` folder, which keeps itself out of git.
 * @returns its path
 * @throws ShipshapeError NOT_WRITABLE
 */
export async function shipshapeFolder(projectDir: string): Promise<string> {
  const folder = join(projectDir, OWN_FOLDER);
  try {
    await mkdir(folder, { recursive: true });
    if ((await lstat(folder)).isSymbolicLink()) throw notWritable(OWN_FOLDER, 'it is a link');
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } catch (cause) {
    if (codeOf(cause).startsWith('E')) throw notWritable(OWN_FOLDER, codeOf(cause), cause);
    throw cause;
  }
  return folder;
}
