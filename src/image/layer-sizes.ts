import type { ImageIndex, Layer } from './image-index.ts';
import { mergedFiles } from './merged-files.ts';

export interface LayerSize {
  layer: Layer;
  /** bytes in it that a later layer deletes or replaces */
  waste: number;
}

/** Each layer with what of it does not show in the final tree, from the bottom. */
export function layerSizes(index: ImageIndex): LayerSize[] {
  const shown = index.layers.map(() => 0);
  for (const { entry, layer } of mergedFiles(index).values()) shown[layer] = (shown[layer] ?? 0) + entry.size;
  return index.layers.map((layer, at) => ({ layer, waste: layer.bytes - (shown[at] ?? 0) }));
}
