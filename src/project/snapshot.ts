import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  lutimes,
  mkdir,
  mkdtemp,
  readlink,
  rm,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { composePaths, type SetupPaths } from '../model/setup.ts';
import { leftIn } from './context.ts';
import { stopIfAborted } from './interrupt.ts';
import { isOwn } from './own.ts';
import { below, codeOf, folderOf, insideProject, liesIn } from './paths.ts';
import { readText } from './text.ts';
import { joinRaw, walk, type Entry } from './walk.ts';

/** Files that are copied at a time. */
const AT_ONCE = 16;

export interface Snapshot {
  /** stands for the project's folder: the same paths hold below it */
  dir: string;
  dispose: () => Promise<void>;
}

export interface SnapshotOptions {
  signal?: AbortSignal | undefined;
}

/**
 * Copies what a build of the setup may see to a new private folder outside the project: the context's files that its
 * ignore file leaves in, and the setup's own files. Modes, times and symlinks are kept; our own files are left out.
 * @throws ShipshapeError FILE_UNREADABLE, INTERRUPTED; the copy is removed before
 */
export async function snapshotContext(
  projectDir: string,
  paths: SetupPaths,
  { signal }: SnapshotOptions = {},
): Promise<Snapshot> {
  const dir = await mkdtemp(join(tmpdir(), 'shipshape-'));
  const dispose = (): Promise<void> => removeTree(dir);
  try {
    await copyContext(projectDir, dir, paths, signal);
    for (const path of [paths.dockerfile, paths.ignore, ...composePaths(paths), paths.envExample])
      await copyContent(projectDir, dir, path);
    return { dir, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function copyContext(
  projectDir: string,
  dir: string,
  paths: SetupPaths,
  signal: AbortSignal | undefined,
): Promise<void> {
  const from = join(projectDir, paths.context);
  const to = join(dir, paths.context);
  await mkdir(to, { recursive: true });
  const left = leftIn((await readText(projectDir, paths.ignore)) ?? '');
  const leftOut = (path: string): boolean => isOwn(below(paths.context, path));
  const enter = (folder: string): boolean => !leftOut(folder) && left.folder(folder);

  // folders come last: a copied file would change their times, and a read-only one would refuse it
  const folders: Entry[] = [];
  let files: Entry[] = [];
  const copyFiles = async (): Promise<void> => {
    await Promise.all(files.map((entry) => copyEntry(from, to, entry)));
    files = [];
  };
  for await (const entry of walk(from, { enter, signal })) {
    const { path, stats } = entry;
    if (leftOut(path)) continue;
    if (stats.isDirectory()) {
      if (!left.folder(path)) continue;
      if (entry.closed && left.file(path)) throw unreadable(below(paths.context, path), 'EACCES');
      await mkdir(joinRaw(to, entry.raw));
      folders.push(entry);
    } else if (left.file(path)) files.push(entry);
    if (files.length >= AT_ONCE) await copyFiles();
  }
  await copyFiles();
  stopIfAborted(signal);
  for (const { raw, stats } of folders.reverse()) {
    await chmod(joinRaw(to, raw), stats.mode & 0o7777);
    await utimes(joinRaw(to, raw), stats.atime, stats.mtime);
  }
}

async function copyEntry(from: string, to: string, { path, raw, stats }: Entry): Promise<void> {
  const source = joinRaw(from, raw);
  const target = joinRaw(to, raw);
  try {
    if (stats.isSymbolicLink()) {
      await symlink(await readlink(source, { encoding: 'buffer' }), target);
      await lutimes(target, stats.atime, stats.mtime);
    } else if (stats.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await utimes(target, stats.atime, stats.mtime);
    }
  } catch (error) {
    // gone since it was listed: an editor's or a compiler's file
    if (codeOf(error) !== 'ENOENT') throw unreadable(path, codeOf(error), error);
  }
}

/** Copies one of the setup's own files, the content of what a symlink leads to. */
async function copyContent(projectDir: string, dir: string, path: string): Promise<void> {
  const source = join(projectDir, path);
  const found = await stat(source).catch(() => null);
  if (!found?.isFile()) return;
  const target = join(dir, path);
  await mkdir(join(dir, folderOf(path)), { recursive: true });
  await rm(target, { force: true });
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await utimes(target, found.atime, found.mtime);
}

/**
 * Writes changed files into a snapshot: a new file takes the place of the copied one (whose mode it keeps), so no link
 * is ever written through.
 * @param files texts by path relative to the project's folder
 */
export async function writeInto(snapshot: Snapshot, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    const inside = insideProject(snapshot.dir, path);
    const folder = join(snapshot.dir, folderOf(inside ?? ''));
    await mkdir(folder, { recursive: true });
    if (inside === null || inside === '' || !(await liesIn(snapshot.dir, folder)))
      throw new RangeError(`${path} leads out of the snapshot`);
    const target = join(snapshot.dir, inside);
    const found = await lstat(target).catch(() => null);
    if (found) await unlink(target);
    await writeFile(target, text);
    if (found?.isFile()) await chmod(target, found.mode & 0o7777);
  }
}

async function removeTree(dir: string): Promise<void> {
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  await remove().catch(async (error: unknown) => {
    if (!['EACCES', 'EPERM', 'ENOTEMPTY'].includes(codeOf(error))) throw error;
    // a copied folder without the right to write in it
    for await (const { raw, stats } of walk(dir, { enter: () => true }))
      if (stats.isDirectory()) await chmod(joinRaw(dir, raw), 0o700);
    await remove();
  });
}

const unreadable = (path: string, code: string, cause?: unknown): ShipshapeError =>
  new ShipshapeError('FILE_UNREADABLE', {
    what: `${path} cannot be read (${code || String(cause)}).`,
    where: { path, line: null },
    hint: "Check the file's permissions, or leave it out of the build with the ignore file.",
    cause,
  });
