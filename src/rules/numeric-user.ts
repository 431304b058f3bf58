import { defineRule, type StageFacts } from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';
import { accountsIn, isRoot, makesUser, userOf } from './accounts/user.ts';
import { officialBase } from './bases/known.ts';

export const numericUser = defineRule({
  id: 'numeric-user',
  title: 'USER by number',
  why: 'Kubernetes’ `runAsNonRoot` can only see from a number that it is not root: a container whose image names its user is refused. A number also needs no user database in the image.',
  remedy: 'Write the numeric ids that the user and the group have: `USER 1001:1001`.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 1,
  aliases: { hadolint: ['DL3066'] },
  variants: {
    shipped: { aliases: { hadolint: ['DL3066'] } },
    'not-shipped': { recommended: false, aliases: { hadolint: ['DL3066'] } },
  },
  links: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],

  dockerfile(file, { report, wants }) {
    const last = file.target?.effective('USER') ?? null;
    const all = wants('not-shipped')
      ? file.instructions.filter(({ keyword }) => keyword === 'USER')
      : last === null
        ? []
        : [last];
    for (const instruction of all) {
      const { argument } = instruction.node;
      const user = userOf(instruction);
      if (user === null || user === '' || /^\d+(?::|$)/.test(user)) continue;
      // a variable without a value in the file may well be a number
      if (argument.includes('$') && user === argument) continue;
      const isShipped = instruction === last && !isRoot(user);
      report({
        at: instruction.node.words[0]?.range ?? instruction.at,
        variant: isShipped ? 'shipped' : 'not-shipped',
        message: `\`USER ${argument}\` is a name, so an orchestrator cannot see that it is not root: write its number.`,
        fix: () =>
          isShipped && instruction.stage !== null
            ? numbered(user, argument, instruction.stage, instruction.node.argumentRange)
            : null,
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN groupadd -g 1002 web && useradd -u 1001 -g web app\nUSER app:web\n',
      lines: [3],
      variants: ['shipped'],
      fixed: 'FROM debian:13\nRUN groupadd -g 1002 web && useradd -u 1001 -g web app\nUSER 1001:1002\n',
    },
    {
      text: 'FROM node:22\nUSER node\n',
      lines: [2],
      variants: ['shipped'],
      fixed: 'FROM node:22\nUSER 1000\n',
    },
    { text: 'FROM example/base\nUSER app\n', lines: [2], variants: ['shipped'] },
    { text: 'FROM debian:13\nUSER root\nRUN make\nUSER 1001\n', lines: [2], variants: ['not-shipped'] },
  ],
  valid: [
    { text: 'FROM debian:13\nUSER 1001:1001\n' },
    { text: 'FROM debian:13\nARG APP_UID=1654\nUSER ${APP_UID}\n' },
    { text: 'FROM debian:13\nARG APP_UID\nUSER ${APP_UID}\n' },
  ],
});

/** Users of official images, from their Dockerfiles. */
const OF_BASES: Readonly<Record<string, string>> = { 'node node': '1000', 'nginx nginx': '101' };

/** The same by number, when the file or the base tells them; the primary group of a user comes by itself. */
function numbered(user: string, written: string, stage: StageFacts, range: Edit['range']): Edit[] | null {
  if (written !== user) return null;
  const [name = '', group = null] = user.split(':');
  const accounts = accountsIn(stage);
  const own = accounts.find(({ account }) => makesUser(account) && account.name === name)?.account;
  const uid = own === undefined ? (OF_BASES[`${officialBase(stage) ?? ''} ${name}`] ?? null) : own.uid;
  if (uid === null || !/^\d+$/.test(uid)) return null;
  if (group === null || /^\d+$/.test(group))
    return [{ range, text: group === null ? uid : `${uid}:${group}` }];
  const gid =
    accounts.find(({ account }) => !makesUser(account) && account.name === group)?.account.gid ?? null;
  return gid !== null && /^\d+$/.test(gid) ? [{ range, text: `${uid}:${gid}` }] : null;
}
