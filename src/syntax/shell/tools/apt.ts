import type { Range } from '../../text.ts';
import type { ShellCommand } from '../types.ts';
import { type OptionTable, readArguments } from './options.ts';
import { programOf } from './program.ts';

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

const TABLES: Record<PackageCommand['tool'], OptionTable> = {
  'apt-get': { letters: 'oct', names: ['option', 'config-file', 'target-release', 'default-release'] },
  apt: { letters: 'oct', names: ['option', 'config-file', 'target-release', 'default-release'] },
  apk: {
    letters: 'tXp',
    names: ['virtual', 'repository', 'root', 'arch', 'cache-dir', 'keys-dir', 'repositories-file', 'wait'],
  },
};

/** Reads a command of Debian's or Alpine's package manager; null for other commands. */
export function aptInstall(command: ShellCommand): PackageCommand | null {
  const program = programOf(command);
  if (program === null || !isTool(program.name)) return null;
  const { options, operands } = readArguments(program.args, TABLES[program.name]);
  const [verb, ...packages] = operands;
  return {
    tool: program.name,
    verb: verb?.value ?? '',
    packages: packages.map(({ value, range }) => ({ ...nameAndVersion(value), range })),
    flags: options.map(({ name }) => name),
  };
}

function isTool(name: string): name is PackageCommand['tool'] {
  return Object.hasOwn(TABLES, name);
}

function nameAndVersion(word: string | null): { name: string | null; version: string | null } {
  const [, name = null, relation = '', version = null] =
    /^([^=~<>]+)(?:([=~<>]+)(.+))?$/.exec(word ?? '') ?? [];
  return { name: name ?? word, version: version === null ? null : relation.replace(/^=$/, '') + version };
}
