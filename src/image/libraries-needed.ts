import type { ElfFacts } from './elf.ts';
import type { ImageIndex } from './image-index.ts';
import { type FileTree, mergedFiles } from './merged-files.ts';
import { ownerOf } from './packages/os-packages.ts';
import { folderOf, indexPath } from './paths.ts';
import { readText, resolvePath } from './resolve-path.ts';

export interface NeededLibrary {
  soname: string;
  /** the ELF files among the given paths that name it */
  neededBy: string[];
  /** the file that the dynamic linker would load; null when the image has none */
  path: string | null;
  /** the OS package that owns that file */
  package: string | null;
}

/** Debian's multiarch folder by ELF machine: https://wiki.debian.org/Multiarch/Tuples */
const MULTIARCH: Record<number, string> = {
  3: 'i386-linux-gnu',
  21: 'powerpc64le-linux-gnu',
  22: 's390x-linux-gnu',
  40: 'arm-linux-gnueabihf',
  62: 'x86_64-linux-gnu',
  183: 'aarch64-linux-gnu',
  243: 'riscv64-linux-gnu',
};

const CONFIGURATION = /^etc\/(ld\.so\.conf|ld\.so\.conf\.d\/[^/]+\.conf|ld-musl-[^/]+\.path)$/;

/**
 * The shared libraries that the ELF files among `paths` name (DT_NEEDED), each found as the dynamic linker would over
 * the merged tree: run path, /etc/ld.so.conf, the default folders; at last the given files' own folders, since
 * wheels and programs load neighbours by full path. Sorted by soname. The libraries' own needs are followed only where they
 * are among `paths` themselves.
 */
export function librariesNeeded(index: ImageIndex, paths: Iterable<string>): NeededLibrary[] {
  const files = mergedFiles(index);
  const given = [...new Set([...paths].map(indexPath))].filter((path) => files.get(path)?.entry.elf);
  const neighbours = [...new Set(given.map(folderOf))];
  const configured = configuredFolders(index);
  const found = new Map<string, NeededLibrary>();
  for (const path of given) {
    const elf = files.get(path)?.entry.elf;
    if (!elf) continue;
    const folders = [...runFolders(elf, path), ...configured, ...defaultFolders(elf.machine), ...neighbours];
    for (const soname of elf.needed) {
      const library = find(files, soname, elf, folders);
      const key = `${soname}\0${library}`;
      const known = found.get(key);
      if (known) known.neededBy.push(path);
      else {
        const owner = library === null ? null : ownerOf(index, library);
        found.set(key, { soname, neededBy: [path], path: library, package: owner });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.soname < b.soname ? -1 : a.soname > b.soname ? 1 : 0));
}

/** The first file of that name that is of the same kind as the one that needs it. */
function find(files: FileTree, soname: string, wanted: ElfFacts, folders: readonly string[]): string | null {
  const candidates = soname.includes('/') ? [soname] : folders.map((folder) => `${folder}/${soname}`);
  for (const candidate of candidates) {
    const path = resolvePath(files, candidate);
    const elf = path === null ? null : files.get(path)?.entry.elf;
    if (elf && elf.machine === wanted.machine && elf.bits === wanted.bits) return path;
  }
  return null;
}

function runFolders({ runpath, bits }: ElfFacts, path: string): string[] {
  return runpath.map((folder) =>
    folder
      .replace(/\$(?:ORIGIN|\{ORIGIN\})/g, `/${folderOf(path)}`)
      .replace(/\$(?:LIB|\{LIB\})/g, bits === 64 ? 'lib64' : 'lib'),
  );
}

function defaultFolders(machine: number): string[] {
  const multiarch = MULTIARCH[machine];
  const triples = multiarch ? [`lib/${multiarch}`, `usr/lib/${multiarch}`] : [];
  return [...triples, 'lib', 'usr/lib', 'lib64', 'usr/lib64', 'usr/local/lib'];
}

/** Folders of ld.so.conf(5) and, on musl, of /etc/ld-musl-ARCH.path. */
function configuredFolders(index: ImageIndex): string[] {
  const names = [...mergedFiles(index).keys()].filter((path) => CONFIGURATION.test(path));
  return names
    .sort()
    .flatMap((name) => (readText(index, name) ?? '').split(/[\n:]/))
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line.startsWith('/'));
}
