import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { codeOf } from './paths.ts';

/** A file's bytes as text that gives the same bytes again (a BOM is kept), or null when they are not valid UTF-8. */
export const decodeUtf8 = (bytes: Buffer): string | null => (isUtf8(bytes) ? bytes.toString('utf8') : null);

/** The line (from 1) of the first byte that is not valid UTF-8. */
export function lineOfBadByte(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    if (decodeUtf8(bytes.subarray(start, end)) === null) return line;
    line++;
    start = end + 1;
  }
  return line;
}

/**
 * The bytes of a file of the project; null when it is not there.
 * @throws ShipshapeError FILE_UNREADABLE
 */
export async function readBytes(projectDir: string, path: string): Promise<Buffer | null> {
  try {
    return await readFile(join(projectDir, path));
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT') return null;
    throw new ShipshapeError('FILE_UNREADABLE', {
      what: `${path} cannot be read (${code === 'EISDIR' ? 'it is a folder' : code || String(cause)}).`,
      where: { path, line: null },
      cause,
      ...(code === 'EISDIR' && { hint: 'A file is expected there.' }),
    });
  }
}

/**
 * The text of a file of the project; null when it is not there.
 * @throws ShipshapeError FILE_UNREADABLE when it cannot be read or is not valid UTF-8
 */
export async function readText(projectDir: string, path: string): Promise<string | null> {
  const bytes = await readBytes(projectDir, path);
  if (bytes === null) return null;
  const text = decodeUtf8(bytes);
  if (text !== null) return text;
  throw new ShipshapeError('FILE_UNREADABLE', {
    what: `${path} is not valid UTF-8.`,
    where: { path, line: lineOfBadByte(bytes) },
    hint: 'Convert the file to UTF-8 first; Shipshape does not rewrite bytes that it cannot read.',
  });
}
