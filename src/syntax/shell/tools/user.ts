import type { ShellCommand } from '../types.ts';
import { type Option, type OptionTable, hasOption, readArguments, valuesOf } from './options.ts';
import { programOf } from './program.ts';

export interface UserCommand {
  verb: 'useradd' | 'adduser' | 'groupadd' | 'addgroup';
  /** the user's or group's name; null when dynamic or not given */
  name: string | null;
  /** as written; of a user */
  uid: string | null;
  /** as written: a number, or for useradd a group's name too */
  gid: string | null;
  /** further groups; for `adduser USER GROUP` the group that the user is put in */
  groups: string[];
  system: boolean;
  home: string | null;
  /** true or false when an option says so, null when the tool's default holds */
  createHome: boolean | null;
  shell: string | null;
}

/** shadow's useradd and groupadd; adduser and addgroup of Debian and of BusyBox, whose options do not collide. */
const TABLES: Record<UserCommand['verb'], OptionTable> = {
  useradd: {
    letters: 'bcdefgGkKpRPsuZ',
    names: `base-dir comment home-dir expiredate inactive gid groups skel key password root prefix shell uid
      selinux-user`.split(/\s+/),
  },
  groupadd: { letters: 'gKpRPU', names: ['gid', 'key', 'password', 'root', 'prefix', 'users'] },
  adduser: {
    letters: 'hgsGuk',
    names: 'uid gid ingroup home shell gecos comment conf firstuid lastuid firstgid lastgid'.split(' '),
  },
  addgroup: { letters: 'g', names: ['gid', 'conf', 'firstgid', 'lastgid'] },
};

/** Reads a command that makes a user or a group; null for other commands. */
export function userCommand(command: ShellCommand): UserCommand | null {
  const program = programOf(command);
  if (program === null || !isVerb(program.name)) return null;
  const verb = program.name;
  const { options, operands } = readArguments(program.args, TABLES[verb]);
  const [name, group] = operands;
  return {
    verb,
    name: name?.value ?? null,
    uid: last(options, '-u', '--uid'),
    gid: gidOf(verb, options),
    groups: [
      ...valuesOf(options, '--groups', ...(verb === 'useradd' ? ['-G'] : [])).flatMap((list) =>
        list.split(','),
      ),
      ...(verb.startsWith('add') && group?.value ? [group.value] : []),
    ],
    system: hasOption(options, '--system', verb.startsWith('add') ? '-S' : '-r'),
    home: last(options, '--home', '--home-dir', verb === 'adduser' ? '-h' : '-d'),
    createHome: createHomeOf(verb, options),
    shell: last(options, '-s', '--shell'),
  };
}

function isVerb(name: string): name is UserCommand['verb'] {
  return Object.hasOwn(TABLES, name);
}

function last(options: readonly Option[], ...names: string[]): string | null {
  return valuesOf(options, ...names).at(-1) ?? null;
}

/** BusyBox's `adduser -g` is the comment, `-G` the group. */
function gidOf(verb: UserCommand['verb'], options: readonly Option[]): string | null {
  return verb === 'adduser' ? last(options, '--gid', '--ingroup', '-G') : last(options, '-g', '--gid');
}

function createHomeOf(verb: UserCommand['verb'], options: readonly Option[]): boolean | null {
  if (hasOption(options, '--no-create-home', verb === 'adduser' ? '-H' : '-M')) return false;
  if (verb === 'useradd' && hasOption(options, '-m', '--create-home')) return true;
  return null;
}
