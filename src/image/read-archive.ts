import { ShipshapeError } from '../errors.ts';
import { drain } from './byte-stream.ts';
import { attachedIn, findManifest, type FindBlob, readJson } from './find-manifest.ts';
import { imageConfig } from './image-config.ts';
import type { HistoryEntry, ImageIndex, Layer } from './image-index.ts';
import { asList, asObject, asString, type JsonObject } from './json.ts';
import { keptByDefault } from './kept-files.ts';
import { folderOf, indexPath, joinPath } from './paths.ts';
import { type Blob, readBlob } from './read-blob.ts';
import { tarEntries } from './tar-stream.ts';

export interface ReadOptions {
  /** Files whose contents are kept, by path without a leading slash; `keptByDefault` when left out. */
  keep?: (path: string) => boolean;
  /** Also measure each layer's size after gzip level 6; costs seconds a gigabyte. */
  compress?: boolean;
}

const MANY_LINKS = 8;

/**
 * Reads the stream of `docker save` once, front to back: an OCI layout or the older docker-archive layout, whose
 * manifest comes after the blobs, with layers as plain tar, gzip or zstd. Of several images the first one is read.
 * Memory grows with the number of files, not with their bytes.
 * @throws ShipshapeError ENGINE_LOST when the stream ends early or is damaged, ENGINE_UNSUPPORTED when it holds no image
 */
export async function readImageArchive(
  archive: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<ImageIndex> {
  const find = await readBlobs(archive, options);
  const manifest = findManifest(find);
  if (!manifest) throw unsupported('the image archive holds no manifest of a complete image');
  const config = asObject(readJson(find, manifest.config));
  const diffIds = asList(asObject(config['rootfs'])['diff_ids']) ?? [];
  const layers = manifest.layers.map((name, index): Layer => {
    const blob = find(name);
    if (blob?.kind !== 'layer') throw unsupported(`the image archive lacks the layer ${name}`);
    const { tree, compressedBytes } = blob;
    return { index, digest: asString(diffIds[index]), compressedBytes, createdBy: null, ...tree };
  });
  const history = joinHistory(config, layers);
  return { config: imageConfig(config), history, layers, attached: attachedIn(find) };
}

async function readBlobs(archive: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<FindBlob> {
  const blobs = new Map<string, Blob>();
  const links = new Map<string, string>();
  const blobOptions = { keep: options.keep ?? keptByDefault, compress: options.compress ?? false };
  try {
    for await (const { header, body } of tarEntries(archive, { complete: true })) {
      const name = indexPath(header.name);
      // Older engines store a layer that comes twice as a link to the first one.
      if (header.type === 'symlink')
        links.set(name, indexPath(joinPath(folderOf(name), header.linkname ?? '')));
      else if (header.type === 'link') links.set(name, indexPath(header.linkname ?? ''));
      else if (header.type === 'file') blobs.set(name, await readBlob(body, header.size, blobOptions));
      await drain(body);
    }
  } catch (error) {
    if (error instanceof ShipshapeError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ShipshapeError('ENGINE_LOST', {
      what: `the image archive could not be read to its end: ${reason}`,
      cause: error,
    });
  }
  return (name) => {
    let target = name;
    for (let step = 0; step < MANY_LINKS; step++) target = links.get(target) ?? target;
    return blobs.get(target);
  };
}

/**
 * The history with its layers, and the layers told who made them. Both are counted from the top, since an image may
 * carry layers at the bottom that its history does not know (an imported base).
 */
function joinHistory(config: JsonObject, layers: Layer[]): HistoryEntry[] {
  const history = (asList(config['history']) ?? []).map(asObject).map((entry): HistoryEntry => ({
    created: asString(entry['created']) || null,
    createdBy: asString(entry['created_by']),
    comment: asString(entry['comment']),
    empty: entry['empty_layer'] === true,
    layer: null,
  }));
  let next = layers.length - 1;
  for (const entry of history.toReversed()) {
    if (entry.empty) continue;
    entry.layer = layers[next--] ?? null;
    if (entry.layer) entry.layer.createdBy = entry.createdBy;
  }
  return history;
}

function unsupported(what: string): ShipshapeError {
  return new ShipshapeError('ENGINE_UNSUPPORTED', { what });
}
