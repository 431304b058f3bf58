import type { ImageIndex } from './image-index.ts';
import { type FileTree, mergedFiles } from './merged-files.ts';
import { baseName, folderOf } from './paths.ts';
import { followPath, readText, resolvePath } from './resolve-path.ts';

/** Docker's own value where an image sets none. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const ANY_EXECUTE = 0o111;

/** From os-release(5); a field that is not set is ''. */
export interface OsRelease {
  id: string;
  versionId: string;
  codename: string;
  prettyName: string;
}

/** Which distribution the image holds; null for one without (scratch). */
export function osRelease(index: ImageIndex): OsRelease | null {
  const text = readText(index, 'etc/os-release') ?? readText(index, 'usr/lib/os-release');
  if (text === null) return null;
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*(\w+)=(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined)
      fields.set(name, value.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1'));
  }
  return {
    id: fields.get('ID') ?? '',
    versionId: fields.get('VERSION_ID') ?? '',
    codename: fields.get('VERSION_CODENAME') ?? '',
    prettyName: fields.get('PRETTY_NAME') ?? '',
  };
}

export interface User {
  name: string;
  uid: number;
  gid: number;
  home: string;
  shell: string;
}

export interface Group {
  name: string;
  gid: number;
  members: string[];
}

/** The accounts of /etc/passwd and /etc/group; lines that cannot be read are left out. */
export function users(index: ImageIndex): { users: User[]; groups: Group[] } {
  return {
    users: records(index, 'etc/passwd', 7).map(([name = '', , uid, gid, , home = '', shell = '']) => ({
      name,
      uid: Number(uid),
      gid: Number(gid),
      home,
      shell,
    })),
    groups: records(index, 'etc/group', 4).map(([name = '', , gid, members = '']) => ({
      name,
      gid: Number(gid),
      members: members.split(',').filter((member) => member !== ''),
    })),
  };
}

function records(index: ImageIndex, path: string, fields: number): string[][] {
  return (readText(index, path) ?? '')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((record) => record.length === fields && record[0] !== '' && /^\d+$/.test(record[2] ?? ''));
}

/** Every command that the image's PATH offers: name → the file behind it (symlinks followed), as a path of the tree. */
export function executables(index: ImageIndex): Map<string, string> {
  const files = mergedFiles(index);
  const path = index.config.env.findLast((line) => line.startsWith('PATH='))?.slice('PATH='.length);
  const names = namesByFolder(files);
  const found = new Map<string, string>();
  for (const folder of (path ?? DEFAULT_PATH).split(':')) {
    const resolved = folder.startsWith('/') ? followPath(files, folder) : null;
    for (const name of names.get(resolved ?? '\0') ?? []) {
      if (found.has(name)) continue;
      const target = resolvePath(files, `${resolved}/${name}`);
      if (target !== null && isExecutable(files, target)) found.set(name, target);
    }
  }
  return found;
}

function isExecutable(files: FileTree, path: string): boolean {
  const entry = files.get(path)?.entry;
  return (entry?.type === 'file' || entry?.type === 'hardlink') && (entry.mode & ANY_EXECUTE) !== 0;
}

function namesByFolder(files: FileTree): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const path of files.keys()) {
    const folder = folderOf(path);
    const list = names.get(folder);
    if (list) list.push(baseName(path));
    else names.set(folder, [baseName(path)]);
  }
  return names;
}
