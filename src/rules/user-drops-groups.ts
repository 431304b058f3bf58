import { argumentsOf, defineRule, type StageFacts } from '../lint/index.ts';
import { userCommand } from '../syntax/shell/index.ts';
import { chainOf, userOf } from './accounts/user.ts';

export const userDropsGroups = defineRule({
  id: 'user-drops-groups',
  title: 'USER without a group where it has further groups',
  why: 'USER with a group gives the process that group alone: the supplementary groups that an earlier step put the user in do not hold.',
  remedy:
    'Leave the group out, so that the user database tells the groups, or do without the supplementary ones.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/user-explicit-group-drops-supplementary-groups'] },
  links: ['https://docs.docker.com/reference/dockerfile/#user'],

  dockerfile({ target }, { report }) {
    const last = target?.effective('USER') ?? null;
    const [name = '', group] = (last === null ? '' : (userOf(last) ?? '')).split(':');
    if (target === null || last === null || group === undefined || name === '') return;
    const { argument, argumentRange, words } = last.node;
    const others = groupsOf(target, name, last.place.index).filter((one) => one !== group && one !== name);
    if (others.length === 0) return;
    report({
      at: words[0]?.range ?? last.at,
      message: `\`USER ${argument}\` gives the process the group ${group} alone, so it is not in ${others.map((one) => `\`${one}\``).join(', ')}, although an earlier step adds it: leave the group out.`,
      fix: () =>
        argument.includes('$')
          ? null
          : [{ range: argumentRange, text: argument.slice(0, argument.indexOf(':')) }],
    });
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN useradd -u 1001 -G docker,audio app\nUSER app:app\n',
      lines: [3],
      fixed: 'FROM debian:13\nRUN useradd -u 1001 -G docker,audio app\nUSER app\n',
    },
    {
      text: 'FROM debian:13\nRUN usermod -aG docker app\nUSER app:app\n',
      lines: [3],
      fixed: 'FROM debian:13\nRUN usermod -aG docker app\nUSER app\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN useradd -G docker app\nUSER app\n' },
    { text: 'FROM debian:13\nRUN useradd -g app app\nUSER app:app\n' },
    { text: 'FROM debian:13\nUSER 1001:1001\n' },
  ],
});

/** The groups that steps before a place put a user in. */
function groupsOf(stage: StageFacts, name: string, before: number): string[] {
  return chainOf(stage).flatMap(({ instructions }) =>
    instructions
      .filter(({ keyword, place }) => keyword === 'RUN' && place.index < before)
      .flatMap(({ commands }) =>
        commands.flatMap((command): string[] => {
          const account = userCommand(command.shell);
          if (account !== null) return account.name === name ? account.groups : [];
          if (command.program !== 'usermod' && command.program !== 'gpasswd') return [];
          const { options, operands } = argumentsOf(command, {
            letters: command.program === 'gpasswd' ? 'adMA' : 'Ggucdsl',
            names: ['groups', 'add', 'gid'],
          });
          return usermodGroups(
            command.program,
            name,
            options,
            operands.map(({ value }) => value),
          );
        }),
      ),
  );
}

function usermodGroups(
  program: string,
  name: string,
  options: readonly { name: string; value: string | null }[],
  operands: readonly (string | null)[],
): string[] {
  const value = (...names: string[]): string | null =>
    options.find((one) => names.includes(one.name))?.value ?? null;
  if (program === 'gpasswd') return value('-a', '--add') === name && operands[0] != null ? [operands[0]] : [];
  return operands.at(-1) === name
    ? (value('-G', '--groups') ?? '').split(',').filter((one) => one !== '')
    : [];
}
