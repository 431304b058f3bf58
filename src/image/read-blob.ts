import { peek, readAll } from './byte-stream.ts';
import { gunzip, measureGzip, startsLikeGzip, startsLikeZstd, unzstd } from './compression.ts';
import { type LayerTree, readLayer } from './read-layer.ts';
import { startsLikeTar } from './tar-stream.ts';

/** What a member of the archive turned out to be, told by its first bytes since no manifest has come yet. */
export type Blob =
  | { kind: 'json'; text: string }
  | { kind: 'layer'; tree: LayerTree; compressedBytes: number | null }
  | { kind: 'other' };

const LARGEST_JSON = 8 * 1024 * 1024;
const BLOCK = 512;

/** @param options `compress`: also measure what gzip level 6 makes of a layer; see `readImageArchive` */
export async function readBlob(
  bytes: AsyncIterable<Uint8Array>,
  size: number,
  options: { keep: (path: string) => boolean; compress: boolean },
): Promise<Blob> {
  const { head, all, skip } = await peek(bytes, BLOCK);
  if (startsLikeGzip(head)) return readTar(gunzip(all), options);
  if (startsLikeZstd(head)) return readTar(unzstd(all), options);
  if (startsLikeTar(head)) return readTar(all, options);
  if ((head[0] === 0x7b || head[0] === 0x5b) && size <= LARGEST_JSON)
    return { kind: 'json', text: new TextDecoder().decode(await readAll(all, size)) };
  await skip();
  return { kind: 'other' };
}

async function readTar(
  bytes: AsyncIterable<Uint8Array>,
  { keep, compress }: { keep: (path: string) => boolean; compress: boolean },
): Promise<Blob> {
  const { head, all, skip } = await peek(bytes, BLOCK);
  if (!startsLikeTar(head)) {
    await skip();
    return { kind: 'other' };
  }
  if (!compress) return { kind: 'layer', tree: await readLayer(all, keep), compressedBytes: null };
  const measured = measureGzip(all);
  const tree = await readLayer(measured.bytes, keep);
  return { kind: 'layer', tree, compressedBytes: measured.size() };
}
