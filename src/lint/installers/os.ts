import {
  hasOption,
  OS_PACKAGE_PROGRAMS,
  osPackageCommand,
  valuesOf,
  type OsManager,
  type OsPackageCommand,
  type ShellWord,
} from '../../syntax/shell/index.ts';
import type { Command } from '../dockerfile/command.ts';
import type { InstructionFacts } from '../dockerfile/instruction.ts';
import { valuesOfWord } from './values.ts';

/** One thing that a package manager is asked for. */
export interface PackageWord {
  /** as it is given, variables put in; null when it is not known */
  text: string | null;
  /** without version, architecture and tag; null when it is not known */
  name: string | null;
  /** what it must be: a version, a range, a release; null when it may be any */
  version: string | null;
  /** `file` is a path or an address, `group` stands for several packages */
  kind: 'package' | 'file' | 'group' | 'unknown';
  word: ShellWord;
}

/** A command of a distribution's package manager in a RUN. */
export interface OsCall extends OsPackageCommand {
  command: Command;
}

function readCalls(instruction: InstructionFacts): ReadonlyMap<Command, OsCall> {
  const found = new Map<Command, OsCall>();
  for (const command of instruction.commands) {
    if (command.program === null || !PROGRAMS.has(command.program)) continue;
    const call = osPackageCommand(command.shell);
    if (call !== null) found.set(command, { ...call, command });
  }
  return found;
}

const PROGRAMS: ReadonlySet<string> = new Set(OS_PACKAGE_PROGRAMS);

/** Those of an instruction, in source order. */
export const osCallsIn = (instruction: InstructionFacts): readonly OsCall[] => instruction.once(listCalls);

const listCalls = (instruction: InstructionFacts): OsCall[] => [...instruction.once(readCalls).values()];

/** A command as a package manager's; null when it is none. */
export const osCallOf = (command: Command): OsCall | null =>
  command.instruction.once(readCalls).get(command) ?? null;

/** What an install is asked for; packages that it takes away (`-name`, `!name`) are left out. */
export function packagesOf(call: OsCall): PackageWord[] {
  if (call.action !== 'install' && call.action !== 'upgrade') return [];
  const isGroup =
    /^group|^builddep|^build-dep/.test(call.verb) ||
    (call.manager === 'zypper' && valuesOf(call.options, '-t', '--type').some((type) => type !== 'package'));
  return call.operands
    .flatMap((word) => valuesOfWord(word, call.command).map(({ text }) => ({ text, word })))
    .filter(({ text }) => text === null || !/^[!-]|^[\w.]+-$/.test(text))
    .map(({ text, word }) => ({ word, text, ...read(call.manager, text, word.raw, isGroup) }));
}

function read(
  manager: OsManager,
  text: string | null,
  raw: string,
  isGroup: boolean,
): Pick<PackageWord, 'name' | 'version' | 'kind'> {
  // the part before the first variable still tells whether there is a version (`curl=$VERSION`)
  const shown = text ?? raw.replace(/^"/, '');
  if (isGroup || shown.startsWith('@')) return { name: null, version: null, kind: 'group' };
  if (/^(?:\.{0,2}\/|~\/|\w+:\/\/)|\.(?:deb|rpm|apk)"?$|\.pkg\.tar/.test(shown))
    return { name: null, version: null, kind: 'file' };
  const [, name = '', ...versions] = SHAPES[manager].exec(shown) ?? [];
  const version = versions.find((one) => one !== undefined) ?? null;
  if (text === null && version === null) return { name: null, version: null, kind: 'unknown' };
  return { name: /\$/.test(name) || name === '' ? null : name, version, kind: 'package' };
}

const DEBIAN = /^([^=/]+)(?:[=/](.+))?$/;
/** `name-version`, `name-epoch:version-release.arch`; of a module `name:stream` */
const RPM = /^(.+?)(?:-((?:\d+:)?\d[^-]*(?:-\d[^-]*)?)|:([\w.]+))?$/;
const SHAPES: Readonly<Record<OsManager, RegExp>> = {
  apt: DEBIAN,
  apk: /^([^=~<>@]+)(?:@\w+)?(?:[=~<>]+(.+))?$/,
  yum: RPM,
  dnf: RPM,
  microdnf: RPM,
  tdnf: RPM,
  zypper: /^([^=<>]+?)(?:[<>=]+(.+))?$/,
  pacman: /^(?:\w+\/)?([^=<>]+)(?:[<>=]+(.+))?$/,
};

/** Options that keep it from asking: it goes ahead, or does nothing. */
const YES: Readonly<Record<OsManager, readonly string[]>> = {
  apt: [
    '-y',
    '--yes',
    '--assume-yes',
    '--force-yes',
    '--assume-no',
    '-s',
    '--dry-run',
    '--simulate',
    '--print-uris',
  ],
  apk: [],
  yum: ['-y', '--assumeyes', '--assumeno'],
  dnf: ['-y', '--assumeyes', '--assumeno'],
  microdnf: ['-y', '--assumeyes'],
  tdnf: ['-y', '--assumeyes', '--assumeno'],
  zypper: ['-y', '--no-confirm', '-n', '--non-interactive', '--dry-run', '-D'],
  pacman: ['--noconfirm', '-p', '--print'],
};

/** Whether it goes ahead without asking; of what is set in files nothing is known here. */
export function assumesYes({ manager, options, command }: OsCall): boolean {
  if (hasOption(options, ...YES[manager])) return true;
  if (manager !== 'apt') return false;
  const quiet = options.filter(({ name }) => name === '-q' || name === '--quiet');
  return (
    quiet.length > 1 ||
    command.args.some(({ raw }) => /^(?:-\w*q|--quiet)=[2-9]$/.test(raw)) ||
    aptSetting(options, 'apt::get::assume-yes') === true
  );
}

/** What `-o NAME=VALUE` sets; null where it doesn't. */
export function aptSetting(options: OsCall['options'], name: string): boolean | null {
  const value = valuesOf(options, '-o', '--option').findLast((one) =>
    one.toLowerCase().startsWith(`${name}=`),
  );
  return value === undefined ? null : !/=["']?(?:0|false|no|off|without|disable)["']?$/i.test(value);
}
