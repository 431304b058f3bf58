import type { DiffEntry } from '../engine/index.ts';
import type { ImageIndex } from '../image/index.ts';
import type { WrittenPath } from '../model/facts.ts';
import { holdsContent } from './image-facts.ts';

/**
 * Folders that are temporary or the system's; the init that the engine puts in for `init: true`; bytecode, which Python
 * writes when it can and does without when it cannot; caches of the home folder, and what package managers log there.
 */
const NO_MATTER =
  /^\/(tmp|var\/tmp|run|var\/run|dev|proc|sys)(\/|$)|^\/(usr\/)?sbin\/docker-init$|\/__pycache__(\/|$)|\.pyc$|^\/(root|home\/[^/]+)\/\.(cache|npm|config\/(yarn|pnpm|configstore)|local\/(share|state)\/pnpm)(\/|$)/;

/**
 * The folders that a program wrote to, from the differences of its containers.
 * @param mounts where something is mounted: the engine makes these folders, and what is in them shows in no difference
 */
export function writtenPaths(
  diff: readonly DiffEntry[],
  index: ImageIndex,
  mounts: readonly string[],
): WrittenPath[] {
  const isMounted = (path: string) => mounts.some((mount) => path === mount || path.startsWith(`${mount}/`));
  const folderPaths = new Set(diff.filter(({ isFolder }) => isFolder).map(({ path }) => path));
  const changed = diff
    .map(({ path }) => path)
    .filter((path) => !NO_MATTER.test(path) && !isMounted(path))
    // a folder above a mount is listed for its sake
    .filter((path) => !mounts.some((mount) => mount.startsWith(`${path}/`)));
  // an entry with a changed one below it is a folder that is listed only for its sake; /x is listed when /x/tmp was
  const files = changed.filter((path) => !diff.some((other) => other.path.startsWith(`${path}/`)));
  // a folder that was made, or in which files came and went, is what it writes to
  const folders = [...new Set(files.map((path) => (folderPaths.has(path) ? path : parentOf(path))))];
  return folders
    .filter((path) => path !== '/' && !folders.some((other) => path.startsWith(`${other}/`)))
    .sort()
    .map((path) => writtenPath(path, index));
}

export const writtenPath = (path: string, index: ImageIndex): WrittenPath => ({
  path,
  holdsImageContent: holdsContent(index, path),
  bytes: 0,
});

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));
