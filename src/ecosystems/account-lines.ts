import { is } from '../model/stages.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { shellOf, userCommand, type UserCommand } from '../syntax/shell/index.ts';
import type { Range } from '../syntax/text.ts';

interface AccountCommand {
  command: UserCommand;
  /** offsets in the Dockerfile */
  range: Range;
  /** joined to the command before it by `||`: more than one command in its place wants brackets */
  isAlternative: boolean;
}

export interface AccountsInFile {
  users: AccountCommand[];
  groups: AccountCommand[];
}

/** The users and groups that a stage makes. */
export function accountsIn(tree: DockerfileTree, stage: Stage): AccountsInFile {
  const users: AccountCommand[] = [];
  const groups: AccountCommand[] = [];
  for (const instruction of stage.instructions) {
    const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
    for (const { range, ...rest } of script?.commands ?? []) {
      const command = userCommand({ range, ...rest });
      if (command === null || command.name === null) continue;
      (/user/.test(command.verb) ? users : groups).push({
        command,
        range,
        isAlternative: rest.connector === '||',
      });
    }
  }
  return { users, groups };
}

export interface Ids {
  uid: number;
  gid: number;
}

/**
 * A RUN that makes a user of its own group, without a shell to log in to and without making a home.
 * @param home a folder that is there already; null leaves it at the default, which is not
 */
export function createUserLine(
  manager: 'apt' | 'apk',
  name: string,
  id: number,
  home: string | null = null,
): string {
  if (manager === 'apk') {
    const at = home === null ? '' : ` -h ${home}`;
    return `RUN addgroup -g ${id} ${name} \\\n    && adduser -D -H${at} -u ${id} -G ${name} -s /bin/false ${name}`;
  }
  const at = home === null ? '' : ` --home-dir ${home}`;
  return `RUN groupadd --gid ${id} ${name} \\\n    && useradd --uid ${id} --gid ${id} --no-create-home${at} --shell /bin/false ${name}`;
}

/**
 * The command that makes a user or group, with fixed ids and otherwise as it was. A user's group that nothing in the
 * file makes becomes one of its further groups.
 * @param withGroup makes the group of that name as well, since no command of its own does
 */
export function userCommandText(
  manager: 'apt' | 'apk',
  command: UserCommand,
  { uid, gid }: Ids,
  withGroup: boolean,
): string {
  const name = command.name ?? '';
  const shell = command.shell ?? '/bin/false';
  if (/group/.test(command.verb))
    return manager === 'apk' ? `addgroup -g ${gid} ${name}` : `groupadd --gid ${gid} ${name}`;
  const home =
    command.home === null ? '' : manager === 'apk' ? ` -h ${command.home}` : ` --home-dir ${command.home}`;
  const primary = withGroup && command.gid !== null && command.gid !== String(gid) ? [command.gid] : [];
  const others = [...primary, ...command.groups].filter((group) => group !== name);
  if (manager === 'apk') {
    const group = withGroup ? `addgroup -g ${gid} ${name} && ` : '';
    const none = command.createHome === false ? ' -H' : '';
    const members = others.map((other) => ` && addgroup ${name} ${other}`).join('');
    return `${group}adduser -D${none} -u ${uid} -G ${withGroup ? name : (command.gid ?? name)}${home} -s ${shell} ${name}${members}`;
  }
  // Debian's adduser makes a home unless told otherwise or for a system user, useradd only when told
  const makesHome = command.createHome ?? (command.verb === 'adduser' && !command.system);
  const group = withGroup ? `groupadd --gid ${gid} ${name} && ` : '';
  const members = others.length === 0 ? '' : ` --groups ${others.join(',')}`;
  const create = makesHome ? '--create-home' : '--no-create-home';
  return `${group}useradd --uid ${uid} --gid ${gid} ${create}${home}${members} --shell ${shell} ${name}`;
}
