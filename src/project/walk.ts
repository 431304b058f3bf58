import { lstatSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { codeOf } from './paths.ts';
import { stopIfAborted } from './interrupt.ts';

/** One entry below the folder that is walked. */
export interface Entry {
  /** relative to that folder, `/` between the parts; bytes that are no UTF-8 show as U+FFFD */
  path: string;
  /** the same path in the file system's own bytes, one character (latin1) for each */
  raw: string;
  stats: Stats;
  /** a folder whose entries may not be listed */
  closed: boolean;
}

export interface WalkOptions {
  /** false: the folder itself is given, what lies below it is not */
  enter: (folder: string) => boolean;
  signal?: AbortSignal | undefined;
}

/** A folder and an entry's raw path below it as one path for the file system. */
export const joinRaw = (folder: string, raw: string): Buffer =>
  Buffer.from(`${Buffer.from(folder).toString('latin1')}/${raw}`, 'latin1');

/**
 * All that lies below a folder, in the order of names, each folder before its content. Symlinks are given, never
 * followed; what vanishes meanwhile is left out.
 * @throws ShipshapeError INTERRUPTED
 */
export async function* walk(root: string, options: WalkOptions): AsyncGenerator<Entry> {
  yield* walkNames(root, '', (await namesIn(joinRaw(root, ''))) ?? [], options);
}

async function* walkNames(
  root: string,
  folder: string,
  names: readonly string[],
  options: WalkOptions,
): AsyncGenerator<Entry> {
  stopIfAborted(options.signal);
  for (const name of names) {
    const raw = folder === '' ? name : `${folder}/${name}`;
    const stats = lstatSync(joinRaw(root, raw), { throwIfNoEntry: false });
    if (!stats) continue;
    const path = Buffer.from(raw, 'latin1').toString();
    const enters = stats.isDirectory() && options.enter(path);
    const namesBelow = enters ? await namesIn(joinRaw(root, raw)) : [];
    yield { path, raw, stats, closed: namesBelow === null };
    if (namesBelow && namesBelow.length > 0) yield* walkNames(root, raw, namesBelow, options);
  }
}

/** The names in a folder, in the order of their bytes; null when they may not be listed. */
async function namesIn(folder: Buffer): Promise<string[] | null> {
  try {
    return (await readdir(folder, { encoding: 'latin1' })).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    if (['EACCES', 'EPERM'].includes(codeOf(error))) return null;
    throw error;
  }
}
