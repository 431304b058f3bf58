import { copyFile, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { uncommitted } from './git.ts';
import { stopIfAborted } from './interrupt.ts';
import { codeOf } from './paths.ts';
import { decodeUtf8 } from './text.ts';
import { assertWritable, besides, notWritable, realTarget } from './target.ts';

export interface FileToWrite {
  /** relative to the project's folder */
  path: string;
  text: string;
  /** the text that was read and that the diff was made against; null for a file that was not there */
  before: string | null;
}

export interface WriteOptions {
  /** write over uncommitted changes, and over changes made since the files were read */
  force?: boolean;
  /** paths that this same run has written before: that git knows no commit of these is our doing */
  own?: ReadonlySet<string>;
  signal?: AbortSignal | undefined;
}

interface Prepared {
  file: FileToWrite;
  target: string;
  /** the new content, complete on disk beside the target */
  fresh: string;
  /** the old content, beside the target; null when there was none */
  backup: string | null;
}

/**
 * Writes all files or none: each is first written beside its target and flushed, then all are renamed; when one of the
 * renames fails, the ones before it are taken back. An existing file keeps its mode and owner.
 * @throws ShipshapeError UNCOMMITTED, NOT_WRITABLE, INTERRUPTED
 */
export async function writeFiles(
  projectDir: string,
  files: readonly FileToWrite[],
  { force = false, own = new Set(), signal }: WriteOptions = {},
): Promise<void> {
  const paths = files.map(({ path }) => path);
  await assertWritable(projectDir, paths);
  const others = paths.filter((path) => !own.has(path));
  if (!force) await requireCommitted(projectDir, others, signal);
  const prepared: Prepared[] = [];
  try {
    for (const file of files) {
      const target = await realTarget(projectDir, file.path);
      const entry: Prepared = { file, target, fresh: besides(target), backup: null };
      prepared.push(entry);
      await prepare(entry);
    }
    // from here on it is a matter of milliseconds and is not interrupted
    stopIfAborted(signal);
    if (!force) for (const { file, target } of prepared) await requireUnchanged(file, target);
    await renameAll(prepared);
  } finally {
    for (const { fresh, backup } of prepared)
      for (const left of [fresh, backup]) if (left !== null) await rm(left, { force: true }).catch(() => {});
  }
}

async function requireCommitted(
  projectDir: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const dirty = await uncommitted(projectDir, paths, signal);
  const [first] = dirty;
  if (first === undefined) return;
  throw new ShipshapeError('UNCOMMITTED', {
    what: `Not written: git has no commit of what is in ${dirty.join(', ')}.`,
    where: { path: first, line: null },
  });
}

async function requireUnchanged({ path, before }: FileToWrite, target: string): Promise<void> {
  const now = await readFile(target).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw notWritable(path, codeOf(error) || String(error), error);
  });
  if (now === null ? before === null : before !== null && decodeUtf8(now) === before) return;
  const what = before === null ? 'was made' : now === null ? 'was removed' : 'was changed';
  throw new ShipshapeError('UNCOMMITTED', {
    what: `Not written: ${path} ${what} while Shipshape was at work, so the proposal does not fit it any more.`,
    where: { path, line: null },
    hint: 'Run Shipshape again, or write over it with `--force`.',
  });
}

async function prepare(entry: Prepared): Promise<void> {
  const { file, target, fresh } = entry;
  try {
    const old = await stat(target).catch(() => null);
    const handle = await open(fresh, 'wx', 0o666);
    try {
      await handle.writeFile(file.text);
      // as another user than the owner this is not allowed, and then the new file is ours
      if (old) await handle.chown(old.uid, old.gid).catch(() => {});
      if (old) await handle.chmod(old.mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!old) return;
    entry.backup = besides(target);
    await copyFile(target, entry.backup);
    await restoreOwner(entry.backup, old);
  } catch (cause) {
    throw notWritable(file.path, codeOf(cause) || String(cause), cause);
  }
}

async function restoreOwner(
  path: string,
  { uid, gid, mode }: { uid: number; gid: number; mode: number },
): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.chown(uid, gid).catch(() => {});
    await handle.chmod(mode & 0o7777);
  } finally {
    await handle.close();
  }
}

async function renameAll(prepared: readonly Prepared[]): Promise<void> {
  const done: Prepared[] = [];
  for (const entry of prepared) {
    try {
      await rename(entry.fresh, entry.target);
      done.push(entry);
    } catch (cause) {
      for (const { target, backup } of done.reverse())
        await (backup === null ? unlink(target) : rename(backup, target));
      throw notWritable(entry.file.path, codeOf(cause) || String(cause), cause);
    }
  }
  for (const folder of new Set(prepared.map(({ target }) => dirname(target)))) await flushFolder(folder);
}

/** So that the renames outlive a power cut; not every file system lets a folder be flushed. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
