import type { WrittenTree } from '../model/facts.ts';

/** A file that a step wrote. */
export interface WrittenFile {
  /** without a slash in front, as archives have it */
  path: string;
  bytes: number;
}

/**
 * The folders that stand for the files of a step when people ask what it wrote.
 * @param workdir the folder that the step ran in, absolute
 * @param newFolders folders that were not there before the step, as paths of the archive
 */
export function writtenTrees(
  files: Iterable<WrittenFile>,
  workdir: string,
  newFolders: ReadonlySet<string>,
): WrittenTree[] {
  const trees = new Map<string, WrittenTree>();
  for (const { path, bytes } of files) {
    const { folder, kind } = treeOf(path, workdir.replace(/^\//, ''), newFolders);
    const tree = trees.get(folder) ?? { path: `/${folder}`, bytes: 0, files: 0, kind };
    tree.bytes += bytes;
    tree.files += 1;
    trees.set(folder, tree);
  }
  return [...trees.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Tree {
  folder: string;
  kind: WrittenTree['kind'];
}

/**
 * What tools keep to be quicker the next time: downloads of package managers, and what compilers remember. Of no use
 * to the program, whichever folder it lies in.
 */
const CACHE =
  /^.*?(?:(?<=^|\/)\.(?:cache|parcel-cache|turbo|pnpm-store|eslintcache|(?:next|angular|docusaurus)\/cache)|(?<=^(?:root|home\/[^/]+)\/)\.(?:npm|yarn|node-gyp|local\/share\/pnpm)|[^/]*\.tsbuildinfo)(?=\/|$)/;
/** Where `npm install --global` and its like put packages. */
const GLOBAL_PACKAGES =
  /^(?:usr|usr\/local|root\/.*?|home\/.*?|opt\/.*?)\/lib\/node_modules\/(?:@[^/]+\/)?[^/]+/;

function treeOf(path: string, workdir: string, newFolders: ReadonlySet<string>): Tree {
  const environment = /^(.*?)\/lib\/python[\d.]+\/site-packages(\/|$)/.exec(path)?.[1];
  if (environment !== undefined && !/^usr(\/local)?$/.test(environment))
    return { folder: environment, kind: 'python-environment' };
  const site = /^.*?\/(site|dist)-packages(?=\/|$)/.exec(path)?.[0];
  if (site !== undefined) return { folder: site, kind: 'python-packages' };
  const browser = /^(?:root|home\/[^/]+)\/\.cache\/(?:puppeteer|ms-playwright)(?=\/)/.exec(path)?.[0];
  // browsers that packages download lie among caches, and are needed all the same
  if (browser !== undefined) return { folder: browser, kind: 'node-generated' };
  const cache = CACHE.exec(path)?.[0];
  if (cache !== undefined) return { folder: cache, kind: 'cache' };
  const global = GLOBAL_PACKAGES.exec(path)?.[0];
  if (global !== undefined) return { folder: global, kind: 'node-global' };
  const node = nodeTree(path, newFolders);
  if (node !== null) return node;
  if (/^usr\/local\/bin\/[^/]+$/.test(path)) return { folder: 'usr/local/bin', kind: 'python-scripts' };
  return { folder: ownFolder(path, workdir, newFolders), kind: 'other' };
}

/** Folders in node_modules that belong to the package managers themselves. */
const MANAGERS_OWN = /^\.(bin|pnpm|package-lock\.json|modules\.yaml|yarn-integrity|yarn-state\.yml)|^\.pnpm-/;

/**
 * A whole `node_modules` where it is new, else the packages in it that were written. What no package manager puts
 * there (`node_modules/.prisma`) was generated, and stands for itself.
 */
function nodeTree(path: string, newFolders: ReadonlySet<string>): Tree | null {
  const outermost = /^(?:.*?\/)?node_modules(?=\/)/.exec(path)?.[0];
  if (outermost === undefined) return null;
  const [folder = '', name = ''] = /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (name.startsWith('.') && !MANAGERS_OWN.test(name)) return { folder, kind: 'node-generated' };
  return { folder: newFolders.has(outermost) ? outermost : folder, kind: 'node-packages' };
}

/**
 * Below the working directory: the outermost folder that the step made, else the folder that was there before and now
 * holds the file, or the file itself where that is the working directory. Elsewhere the first two parts of the path.
 */
function ownFolder(path: string, workdir: string, newFolders: ReadonlySet<string>): string {
  if (workdir === '' || !path.startsWith(`${workdir}/`)) return path.split('/').slice(0, 2).join('/');
  const parts = path.slice(workdir.length + 1).split('/');
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = `${workdir}/${parts.slice(0, depth).join('/')}`;
    if (newFolders.has(folder)) return folder;
  }
  return parts.length === 1 ? path : path.slice(0, path.lastIndexOf('/'));
}

/** Those of the paths that lie below no other of them. */
export function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return paths.filter((path) => {
    const parts = path.split('/');
    return !parts.some((_, depth) => depth > 0 && all.has(parts.slice(0, depth).join('/')));
  });
}
