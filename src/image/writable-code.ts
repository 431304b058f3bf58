import type { ImageIndex } from './image-index.ts';
import { mergedFiles } from './merged-files.ts';

const CODE = /\.(?:py|js|mjs|cjs|ts|tsx|jsx|rb|php|sh|pl|lua|class|jar|so(?:\.\d+)*)$/;
const ANY_EXECUTE = 0o111;
/** Write bits of the owner, the group and all others. */
const WRITE = { owner: 0o200, group: 0o020, others: 0o002 };

/**
 * Files of the program's own code, above the base, that a user could overwrite if the root file system were writable;
 * paths with a leading slash. A break-in that can do so outlives the request that it came with.
 */
export function writableCode(index: ImageIndex, baseLayers: number, uid: number, gid: number): string[] {
  const found: string[] = [];
  for (const { entry, layer } of mergedFiles(index).values()) {
    const isFile = entry.type === 'file' || entry.type === 'hardlink';
    if (!isFile || layer < baseLayers || entry.path.startsWith('var/')) continue;
    if (!CODE.test(entry.path) && !(entry.mode & ANY_EXECUTE)) continue;
    const mayWrite =
      uid === 0 ||
      (entry.mode & WRITE.others) !== 0 ||
      (entry.uid === uid && (entry.mode & WRITE.owner) !== 0) ||
      (entry.gid === gid && (entry.mode & WRITE.group) !== 0);
    if (mayWrite) found.push(`/${entry.path}`);
  }
  return found.sort();
}
