/** A path of an archive in the one spelling that the index uses: no leading slash, no `.`, no `..`, '' for the root. */
export function indexPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The folder of an index path; '' for what lies in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Does the path, or a folder above it (the root included), lie in the set? */
export function isAtOrUnder(path: string, set: ReadonlySet<string>): boolean {
  return set.has(path) || isUnder(path, set);
}

/** Does a folder above the path (the root included) lie in the set? */
export function isUnder(path: string, set: ReadonlySet<string>): boolean {
  if (set.size === 0 || path === '') return false;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    if (set.has(path.slice(0, slash))) return true;
  return set.has('');
}
