import type { ImageIndex } from './image-index.ts';
import { mergedFiles } from './merged-files.ts';
import { folderOf } from './paths.ts';

/** A file, or a folder with all below it. */
export interface Sized {
  /** without a leading slash; '' is the root */
  path: string;
  bytes: number;
  files: number;
}

/** The biggest files that show of the layers from `fromLayer` on. */
export function largestFiles(index: ImageIndex, fromLayer: number, count: number): Sized[] {
  return filesFrom(index, fromLayer)
    .map(({ path, size }) => ({ path, bytes: size, files: 1 }))
    .sort(bySize)
    .slice(0, count);
}

/**
 * Folders that tell where the bytes of the layers from `fromLayer` on are, none inside another: from the root on the
 * biggest one is taken apart for as long as one folder below it makes up a good part of it.
 */
export function largestFolders(index: ImageIndex, fromLayer: number, count: number): Sized[] {
  const { sizes, children } = folderTree(filesFrom(index, fromLayer));
  const sizeOf = (path: string): Sized => sizes.get(path) ?? { path, bytes: 0, files: 0 };
  const done: Sized[] = [];
  let open = [sizeOf('')];
  while (open.length > 0 && done.length < count) {
    const [biggest, ...rest] = open.sort(bySize);
    if (biggest === undefined) break;
    const below = (children.get(biggest.path) ?? []).map(sizeOf).sort(bySize);
    const share = (below[0]?.bytes ?? 0) / Math.max(1, biggest.bytes);
    const isApart = biggest.path === '' ? below.length > 0 : share >= GOOD_PART;
    if (!isApart) done.push(biggest);
    open = isApart ? [...rest, ...below] : rest;
  }
  return done.filter(({ bytes }) => bytes > 0).sort(bySize);
}

/** A folder whose biggest part is a smaller one is best told as a whole: `node_modules`, `usr/bin`. */
const GOOD_PART = 0.4;

const bySize = (a: Sized, b: Sized): number => b.bytes - a.bytes || (a.path < b.path ? -1 : 1);

function filesFrom(index: ImageIndex, fromLayer: number): { path: string; size: number }[] {
  return [...mergedFiles(index).values()]
    .filter(({ entry, layer }) => layer >= fromLayer && entry.size > 0)
    .map(({ entry: { path, size } }) => ({ path, size }));
}

function folderTree(files: readonly { path: string; size: number }[]) {
  const sizes = new Map<string, Sized>();
  const children = new Map<string, string[]>();
  const folder = (path: string): Sized => {
    const known = sizes.get(path);
    if (known) return known;
    const made = { path, bytes: 0, files: 0 };
    sizes.set(path, made);
    if (path !== '') {
      const above = folderOf(path);
      folder(above);
      const siblings = children.get(above);
      if (siblings) siblings.push(path);
      else children.set(above, [path]);
    }
    return made;
  };
  for (const { path, size } of files)
    for (let at = folderOf(path); ; at = folderOf(at)) {
      const one = folder(at);
      one.bytes += size;
      one.files += 1;
      if (at === '') break;
    }
  return { sizes, children };
}
