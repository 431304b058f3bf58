import { join } from 'node:path';
import type { ContextFile } from '../model/facts.ts';
import { createIgnore } from '../syntax/ignore/index.ts';
import { isOwn } from './own.ts';
import { below } from './paths.ts';
import { walk, type Entry } from './walk.ts';

/**
 * What a build context holds before any ignore file, our own files left out. `.git` is one folder with the bytes of all
 * that lies below it; sockets and pipes are left out, as BuildKit does not send them.
 * @param context the context's folder relative to the project's
 */
export async function listContext(
  projectDir: string,
  context: string,
  signal?: AbortSignal,
): Promise<ContextFile[]> {
  const files: ContextFile[] = [];
  let git: ContextFile | null = null;
  const enter = (folder: string): boolean => !isOwn(below(context, folder));
  for await (const entry of walk(join(projectDir, context), { enter, signal })) {
    const kind = kindOf(entry);
    if (kind === null || isOwn(below(context, entry.path))) continue;
    const bytes = kind === 'file' ? entry.stats.size : 0;
    if (git && entry.path.startsWith(`${git.path}/`)) {
      git.bytes += bytes;
      continue;
    }
    const file: ContextFile = { path: entry.path, bytes, kind };
    if (kind === 'directory' && /(^|\/)\.git$/.test(entry.path)) git = file;
    files.push(file);
  }
  return files;
}

function kindOf({ stats }: Entry): ContextFile['kind'] | null {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : null;
}

/**
 * What an ignore file leaves in. A folder is worth a look when it is left in, or when an exception (`!`) may bring back
 * something below it.
 */
export function leftIn(ignoreText: string): { file(path: string): boolean; folder(path: string): boolean } {
  const ignore = createIgnore(ignoreText);
  const hasExceptions = /^\s*!/m.test(ignoreText);
  return {
    file: (path) => !ignore.ignores(path),
    folder: (path) => hasExceptions || !ignore.ignores(path),
  };
}

/**
 * Bytes of the files of a context that an ignore file leaves in, our own files not counted.
 * @param dir the context's folder itself
 */
export async function contextBytes(dir: string, ignoreText: string, signal?: AbortSignal): Promise<number> {
  const left = leftIn(ignoreText);
  const enter = (folder: string): boolean => !isOwn(folder) && left.folder(folder);
  let bytes = 0;
  for await (const { path, stats } of walk(dir, { enter, signal }))
    if (stats.isFile() && !isOwn(path) && left.file(path)) bytes += stats.size;
  return bytes;
}
