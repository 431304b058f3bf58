import { type Entry, type ImageIndex, lowestLayers } from './image-index.ts';
import { hiddenBy, mergedFiles } from './merged-files.ts';

export interface FileChange {
  path: string;
  /** what is there now; null for a deleted file */
  entry: Entry | null;
  /** what was there below; null for an added file */
  before: Entry | null;
}

/** What one instruction did to the files, each list in the order of the layer or of the tree below. */
export interface LayerChanges {
  added: FileChange[];
  changed: FileChange[];
  deleted: FileChange[];
}

/**
 * What the layer at a position adds, changes and deletes against the merged tree below it. A file counts as changed
 * when the layer holds it again (the engine stores only what was written); a folder only when its mode or owner
 * differs, as it is listed for every file in it.
 */
export function layerChanges(index: ImageIndex, position: number): LayerChanges {
  const layer = index.layers[position];
  const changes: LayerChanges = { added: [], changed: [], deleted: [] };
  if (!layer) return changes;
  const below = mergedFiles(lowestLayers(index, position));
  for (const entry of layer.entries.values()) {
    const before = below.get(entry.path)?.entry ?? null;
    if (!before) changes.added.push({ path: entry.path, entry, before });
    else if (!isSameFolder(entry, before)) changes.changed.push({ path: entry.path, entry, before });
  }
  for (const path of hiddenBy(layer, below))
    if (!layer.entries.has(path))
      changes.deleted.push({ path, entry: null, before: below.get(path)?.entry ?? null });
  return changes;
}

function isSameFolder(a: Entry, b: Entry): boolean {
  return a.type === 'dir' && b.type === 'dir' && a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}
