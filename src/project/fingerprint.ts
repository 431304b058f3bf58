import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { isOwn } from './own.ts';
import { joinRaw, walk, type Entry } from './walk.ts';

/** Other people's code, which is only looked at from outside: reading it takes longer than many a build. */
const INSTALLED = /(^|\/)(node_modules|\.venv|venv)(\/|$)/;

/**
 * A digest of all that a folder holds: names, modes, contents and links, our own files and `.git` left out. Of installed
 * packages sizes and times stand for the contents.
 * @returns hexadecimal SHA-256
 * @throws ShipshapeError INTERRUPTED
 */
export async function fingerprint(dir: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const enter = (folder: string): boolean => !isOwn(folder) && !/(^|\/)\.git$/.test(folder);
  for await (const entry of walk(dir, { enter, signal })) {
    if (isOwn(entry.path) || /(^|\/)\.git$/.test(entry.path)) continue;
    hash.update(`${entry.raw}\0${entry.stats.mode.toString(8)}\0${await contentOf(dir, entry)}\0`);
  }
  return hash.digest('hex');
}

async function contentOf(dir: string, { raw, path, stats }: Entry): Promise<string> {
  const place = joinRaw(dir, raw);
  if (stats.isSymbolicLink()) return readlink(place);
  if (!stats.isFile()) return '';
  if (INSTALLED.test(path)) return `${stats.size} ${stats.mtimeMs}`;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(place)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
