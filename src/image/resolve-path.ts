import type { ImageIndex } from './image-index.ts';
import { type FileTree, mergedFiles } from './merged-files.ts';
import { folderOf, baseName, joinPath } from './paths.ts';

/** As many as Linux follows before it gives up (ELOOP). */
const MOST_SYMLINKS = 40;

/**
 * The path that a path leads to, every symlink on the way followed, folders' and its own; absolute ones are the
 * image's. Null when nothing is there or the links run in a circle. Both are paths of the tree ('' is the root); a
 * leading slash is allowed.
 */
export function resolvePath(files: FileTree, path: string): string | null {
  const target = followPath(files, path);
  return target === '' || (target !== null && files.has(target)) ? target : null;
}

/** Like `resolvePath`, for folders that may not be listed themselves: some builders write only the files in them. */
export function followPath(files: FileTree, path: string): string | null {
  const waiting = path.split('/').reverse();
  let resolved = '';
  let followed = 0;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      resolved = folderOf(resolved);
      continue;
    }
    const next = joinPath(resolved, part);
    const entry = files.get(next)?.entry;
    if (entry?.type !== 'symlink') {
      resolved = next;
      continue;
    }
    if (++followed > MOST_SYMLINKS) return null;
    const link = entry.link ?? '';
    if (link.startsWith('/')) resolved = '';
    waiting.push(...link.split('/').reverse());
  }
  return resolved;
}

/** The one spelling of a path whose last part may itself be a symlink: only the folders' symlinks are followed. */
export function canonicalPath(files: FileTree, path: string): string {
  const folder = folderOf(path);
  return joinPath(followPath(files, folder) ?? folder, baseName(path));
}

/** The text of a kept file as a container would read it, symlinks followed; null when it is not there or not kept. */
export function readText(index: ImageIndex, path: string): string | null {
  const files = mergedFiles(index);
  const resolved = resolvePath(files, path);
  const file = resolved === null ? undefined : files.get(resolved);
  const content = file && index.layers[file.layer]?.contents.get(file.entry.path);
  return content ? new TextDecoder().decode(content) : null;
}
