import type { ImageIndex } from './image-index.ts';
import { mergedFiles } from './merged-files.ts';
import { languagePackages } from './packages/language-packages.ts';
import { osPackages } from './packages/os-packages.ts';
import { executables } from './system.ts';

/** What an intruder would find. Paths have no leading slash; programs are names that the image's PATH offers. */
export interface AttackSurface {
  /** number of packages */
  osPackages: number;
  /** number of packages, Python and node together */
  languagePackages: number;
  /** files that run as their owner or group */
  setuid: string[];
  /** files that everyone may write, and such folders without the sticky bit */
  worldWritable: string[];
  shells: string[];
  packageManagers: string[];
  compilers: string[];
}

const SHELLS = 'ash bash busybox csh dash fish ksh mksh sh tcsh zsh';
const PACKAGE_MANAGERS =
  'apk apt apt-get aptitude bundle bundler cargo composer conda dnf dpkg gem microdnf npm npx pip pip3 pipx pnpm ' +
  'poetry rpm snap uv yarn yum zypper';
const COMPILERS =
  'as c++ cc clang clang++ cpp g++ gcc gfortran go javac ld make cmake ninja nasm rustc swiftc tcc zig';

const SET_ID = 0o6000;
const STICKY = 0o1000;
const OTHERS_WRITE = 0o002;

export function attackSurface(index: ImageIndex): AttackSurface {
  const setuid: string[] = [];
  const worldWritable: string[] = [];
  for (const { entry } of mergedFiles(index).values()) {
    const isFile = entry.type === 'file' || entry.type === 'hardlink';
    if (isFile && entry.mode & SET_ID) setuid.push(entry.path);
    const isOpen = isFile || (entry.type === 'dir' && !(entry.mode & STICKY));
    if (isOpen && entry.mode & OTHERS_WRITE) worldWritable.push(entry.path);
  }
  const commands = executables(index);
  const { python, node } = languagePackages(index);
  return {
    osPackages: osPackages(index).length,
    languagePackages: python.length + node.length,
    setuid: setuid.sort(),
    worldWritable: worldWritable.sort(),
    shells: among(commands, SHELLS),
    packageManagers: among(commands, PACKAGE_MANAGERS),
    compilers: among(commands, COMPILERS),
  };
}

function among(commands: ReadonlyMap<string, string>, table: string): string[] {
  const names = new Set(table.split(' '));
  return [...commands.keys()].filter((name) => names.has(name)).sort();
}
