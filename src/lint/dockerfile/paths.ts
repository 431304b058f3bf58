/**
 * A path of the image made absolute, its `.`, `..` and doubled slashes taken out; a slash at its end is kept away.
 * @param workdir the folder that a relative path starts from; null for the root
 */
export function absolutePath(path: string, workdir: string | null = null): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${workdir ?? ''}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether an absolute path is a folder or lies below it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);

/** The last part of a path, of Windows too. */
export const baseName = (path: string): string => {
  const trimmed = path.replace(/[/\\]+$/, '');
  return trimmed.slice(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
};
