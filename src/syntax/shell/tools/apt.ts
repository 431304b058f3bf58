import type { Range } from '../../text.ts';
import type { ShellCommand } from '../types.ts';
import { osPackageCommand } from './os-packages.ts';

export interface OsPackage {
  /** null when dynamic (`$PACKAGES`) */
  name: string | null;
  /** `1.2-3` of `name=1.2-3`; for apk with its relation when that is not `=` (`~1.2`) */
  version: string | null;
  range: Range;
}

export interface PackageCommand {
  tool: 'apt-get' | 'apt' | 'apk';
  /** update, install, clean, autoremove, purge, remove, upgrade, add, del, …; empty when there is none */
  verb: string;
  packages: OsPackage[];
  /** options as their names (`-y`, `--no-install-recommends`), letters written together one by one */
  flags: string[];
}

/** Reads a command of Debian's or Alpine's package manager; null for other commands. */
export function aptInstall(command: ShellCommand): PackageCommand | null {
  const read = osPackageCommand(command);
  if (read === null || !isTool(read.program)) return null;
  return {
    tool: read.program,
    verb: read.verb,
    packages: read.operands.map(({ value, range }) => ({ ...nameAndVersion(value), range })),
    flags: read.options.map(({ name }) => name),
  };
}

function isTool(name: string): name is PackageCommand['tool'] {
  return name === 'apt-get' || name === 'apt' || name === 'apk';
}

function nameAndVersion(word: string | null): { name: string | null; version: string | null } {
  const [, name = null, relation = '', version = null] =
    /^([^=~<>]+)(?:([=~<>]+)(.+))?$/.exec(word ?? '') ?? [];
  return { name: name ?? word, version: version === null ? null : relation.replace(/^=$/, '') + version };
}
