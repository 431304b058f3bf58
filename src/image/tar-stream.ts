import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { webStream } from './byte-stream.ts';

const BLOCK = 512;
const CHECKSUM = { start: 148, end: 156 };

/**
 * The entries of a tar archive as it streams by. Each body has to be read to its end before the next entry is
 * asked for, never cancelled: modern-tar 0.8.6 looks ahead, and a late cancel takes the next entry's body away.
 * @param options `complete`: an archive that ends early, or holds a damaged header, is an error. Layers are not read
 *   that way, since some builders leave out the closing zero blocks.
 */
export function tarEntries(
  bytes: AsyncIterable<Uint8Array>,
  options: { complete: boolean },
): AsyncIterable<ParsedTarEntry> {
  return webStream(bytes).pipeThrough(createTarDecoder({ strict: options.complete }));
}

/** Is this the first block of a tar archive: a header whose checksum is right, or the zeros of an empty archive? */
export function startsLikeTar(bytes: Uint8Array): boolean {
  if (bytes.length < BLOCK) return false;
  let sum = 0;
  let empty = true;
  for (let at = 0; at < BLOCK; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0) empty = false;
    sum += at >= CHECKSUM.start && at < CHECKSUM.end ? 0x20 : byte;
  }
  const stored = new TextDecoder('latin1').decode(bytes.subarray(CHECKSUM.start, CHECKSUM.end));
  return empty || Number.parseInt(stored.trim(), 8) === sum;
}
