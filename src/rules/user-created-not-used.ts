import { defineRule, type DockerfileFacts, type StageFacts } from '../lint/index.ts';
import { insertBefore } from '../syntax/dockerfile/index.ts';
import { accountsIn, chainOf, isRoot, makesUser, userOf } from './accounts/user.ts';
import { isNonRootBase } from './bases/known.ts';
import { startOf } from './start/start.ts';

/** Users that development containers are entered as from outside. */
const OF_TOOLS = /^(?:vscode|codespace|gitpod)$/;

export const userCreatedNotUsed = defineRule({
  id: 'user-created-not-used',
  title: 'The user that is made is switched to',
  why: 'The file makes a user but no USER switches to it, so that the program runs as root after all.',
  remedy: 'Add USER behind the last step that needs root, or leave the user out.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 3,
  aliases: { tally: ['tally/user-created-but-never-used'] },
  links: ['https://docs.docker.com/reference/dockerfile/#user'],

  dockerfile(file, { report }) {
    const { target } = file;
    if (target === null || isNonRootBase(target)) return;
    const last = target.effective('USER');
    if (last !== null && !isRoot(userOf(last) ?? '1')) return;
    const made = accountsIn(target).filter(({ account }) => makesUser(account));
    // several users are a system of their own, in which something else chooses between them
    if (new Set(made.map(({ account }) => account.name)).size > 1) return;
    for (const { account, command } of made.slice(0, 1)) {
      const { name, uid } = account;
      if (name === null || OF_TOOLS.test(name) || command.word === null) continue;
      if (isUsed(file, target, name, command.instruction.place.index)) continue;
      report({
        at: command.word.range,
        message: `The user \`${name}\` is made, but nothing switches to it, so the program runs as root: add \`USER ${uid ?? name}\`.`,
        fix: () => {
          const { entrypoint, cmd } = startOf(target);
          const own = [entrypoint, cmd].filter((one) => one?.stage === target);
          const first = own.toSorted((a, b) => (a?.place.index ?? 0) - (b?.place.index ?? 0))[0];
          if (first == null || uid === null || !/^\d+$/.test(uid) || last !== null) return null;
          return insertBefore(file.tree, first.node, `USER ${uid}`);
        },
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN useradd -u 1001 app\nCMD ["server"]\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN useradd -u 1001 app\nUSER 1001\nCMD ["server"]\n',
    },
    { text: 'FROM alpine:3.22\nRUN adduser -D app\nUSER root\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN useradd web && useradd worker\nCMD ["supervisord"]\n' },
    { text: 'FROM debian:13\nRUN useradd -u 1001 app\nUSER app\n' },
    { text: 'FROM debian:13\nRUN useradd app && chown app /data\nENTRYPOINT ["/entrypoint.sh"]\n' },
    { text: 'FROM debian:13\nRUN useradd app\nCOPY --chown=app:app . /app\n' },
    { text: 'FROM debian:13\nRUN useradd app\nENTRYPOINT ["gosu", "app", "server"]\n' },
    {
      text: 'FROM debian:13\nRUN useradd app\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
      files: { 'docker-entrypoint.sh': 'exec su-exec app "$@"\n' },
    },
  ],
});

/** Something else speaks of the user: an owner, `su`, the start command, or a script that it starts with. */
function isUsed(file: DockerfileFacts, target: StageFacts, name: string, madeAt: number): boolean {
  const word = new RegExp(`(?<![\\w.-])${name.replaceAll(/[^\w-]/g, String.raw`\$&`)}(?![\\w-])`);
  const { entrypoint, cmd } = startOf(target);
  const script = (entrypoint ?? cmd)?.node.json?.[0]?.replace(/^.*\//, '') ?? '';
  if (script.includes('.') && word.test(file.around.read(script) ?? '')) return true;
  return chainOf(target).some(({ instructions }) =>
    instructions.some((one) => {
      if (one.keyword === 'RUN')
        return one.commands.some(
          ({ program, args }) =>
            /^(?:chown|su|gosu|runuser|setpriv|install|sudo|crontab|setfacl|chpst|su-exec)$/.test(
              program ?? '',
            ) && args.some(({ raw }) => word.test(raw)),
        );
      return one.place.index > madeAt && one.keyword !== 'ENV' && one.keyword !== 'LABEL'
        ? word.test(one.node.flags.map(({ value }) => value).join(' ')) ||
            (['CMD', 'ENTRYPOINT'].includes(one.keyword) && word.test(one.node.argument))
        : false;
    }),
  );
}
