import { defineRule, type Command, type RuleContext } from '../lint/index.ts';
import { makesUser } from './accounts/user.ts';
import { userCommand } from '../syntax/shell/index.ts';

/** Above the ranges that distributions give to system accounts and people, and below what fills sparse logs. */
const FREE_ID = '10001';

export const fixedUserIds = defineRule({
  id: 'fixed-user-ids',
  title: 'Users with fixed ids',
  why: 'Without an id the next free one is taken, which another package or base may change. Files of volumes then belong to somebody else, and no orchestrator can name the user by number.',
  remedy: 'Give the user and the group numbers of your own (`useradd -u 10001`).',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/build/building/best-practices/#user'],

  commands: {
    useradd: (command, context) => look(command, context),
    adduser: (command, context) => look(command, context),
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN useradd --system app\nUSER app\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN useradd -u 10001 --system app\nUSER app\n',
    },
    {
      text: 'FROM alpine:3.22\nRUN addgroup -S web && adduser -S -G web app\n',
      lines: [2],
      fixed: 'FROM alpine:3.22\nRUN addgroup -S web && adduser -u 10001 -S -G web app\n',
    },
    {
      text: 'FROM debian:13\nRUN adduser --disabled-password --gecos "" app\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN adduser --uid 10001 --disabled-password --gecos "" app\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN useradd -u 1001 app\n' },
    { text: 'FROM debian:13\nRUN adduser app docker\n' },
    { text: 'FROM debian:13 AS build\nRUN useradd app\nFROM debian:13\nCOPY --from=build /a /a\n' },
    { text: 'FROM debian:13\nARG UID\nRUN useradd -u $UID app\n' },
  ],
});

function look(command: Command, { report }: Pick<RuleContext, 'report'>): void {
  const { instruction, shell, word, args } = command;
  const account = userCommand(shell);
  const { stage, place } = instruction;
  if (account === null || !makesUser(account) || account.name === null || word === null) return;
  if (stage === null || !stage.ships || place.isTrigger) return;
  const names = args.map(({ raw }) => raw);
  if (
    names.some((text) => /^(?:-u|--uid|--defaults|-D$)/.test(text) && text !== '-D') ||
    account.uid !== null
  )
    return;
  report({
    at: word.range,
    message: `\`${account.name}\` gets whatever id is free, so that files of volumes may change hands with the next base: give it one, such as ${FREE_ID}.`,
    fix: () => {
      // in a file of that length the look-around would cost more than it brings
      if (stage.instructions.length > 500 || instruction.commands.length > 100) return null;
      const others = stage.instructions.some((one) => one.node.argument.includes(FREE_ID));
      // Debian's adduser knows long names alone, BusyBox' letters too
      const isDebian =
        account.verb === 'adduser' &&
        names.some((text) => /^--(?:disabled|gecos|ingroup|system|home|group)/.test(text));
      const flag = isDebian ? '--uid' : '-u';
      const isOnly =
        instruction.commands.filter((one) => userCommand(one.shell)?.uid === null && makesUserIn(one))
          .length === 1;
      return others || !isOnly
        ? null
        : [{ range: { start: word.range.end, end: word.range.end }, text: ` ${flag} ${FREE_ID}` }];
    },
  });
}

function makesUserIn({ shell }: Command): boolean {
  const account = userCommand(shell);
  return account !== null && makesUser(account);
}
