import type { ImageIndex } from './image-index.ts';
import { mergedFiles } from './merged-files.ts';

/** Sum of the entries' sizes over all layers, in bytes: the same on every engine. */
export function uncompressedBytes(index: ImageIndex): number {
  return sum(index.layers.map((layer) => layer.bytes));
}

/** The part of `uncompressedBytes` above the base image's layers. */
export function aboveBaseBytes(index: ImageIndex, baseLayerCount: number): number {
  return sum(index.layers.slice(baseLayerCount).map((layer) => layer.bytes));
}

/** Sum of the layers' sizes after gzip level 6, in bytes; null unless the archive was read with `compress`. */
export function compressedBytes(index: ImageIndex): number | null {
  const sizes = index.layers.map((layer) => layer.compressedBytes);
  return sizes.every((size) => size !== null) ? sum(sizes) : null;
}

/** The number of history entries that made a layer, empty as that layer may be; that of the layers without a history. */
export function layerCount(index: ImageIndex): number {
  return index.history.length > 0
    ? index.history.filter((entry) => !entry.empty).length
    : index.layers.length;
}

/** Bytes stored in some layer that do not show in the final tree, because a later layer deletes or replaces them. */
export function wastedBytes(index: ImageIndex): number {
  let shown = 0;
  for (const { entry } of mergedFiles(index).values()) shown += entry.size;
  return uncompressedBytes(index) - shown;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
