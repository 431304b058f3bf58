import type { Entry, ImageIndex, Layer } from './image-index.ts';
import { isAtOrUnder, isUnder } from './paths.ts';

/** A file of the final tree and the layer whose version shows. */
export interface PlacedFile {
  entry: Entry;
  /** position of the layer from the bottom, counted from 0 */
  layer: number;
}

/** The files that a container sees, by path without a leading slash. */
export type FileTree = ReadonlyMap<string, PlacedFile>;

const trees = new WeakMap<ImageIndex, FileTree>();

/** The final file tree: later layers over earlier ones, whiteouts and opaque folders applied. Computed once an index. */
export function mergedFiles(index: ImageIndex): FileTree {
  let tree = trees.get(index);
  if (!tree) {
    tree = stack(index.layers);
    trees.set(index, tree);
  }
  return tree;
}

function stack(layers: readonly Layer[]): FileTree {
  const tree = new Map<string, PlacedFile>();
  layers.forEach((layer, position) => {
    for (const path of hiddenBy(layer, tree)) tree.delete(path);
    for (const entry of layer.entries.values()) tree.set(entry.path, { entry, layer: position });
  });
  return tree;
}

/**
 * Which paths of the tree below disappear under a layer, those included that the layer brings back itself: a whiteout
 * takes what lies under it along, an opaque folder all that was in it, and a file put over a folder the folder's files.
 */
export function hiddenBy(layer: Layer, below: FileTree): string[] {
  const { deleted, opaque, entries } = layer;
  const emptied = new Set(opaque);
  for (const entry of entries.values())
    if (entry.type !== 'dir' && below.get(entry.path)?.entry.type === 'dir') emptied.add(entry.path);
  if (deleted.size === 0 && emptied.size === 0) return [];
  return [...below.keys()].filter((path) => isAtOrUnder(path, deleted) || isUnder(path, emptied));
}
