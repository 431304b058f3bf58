import { defineRule, type StageFacts } from '../lint/index.ts';
import { chainOf } from './accounts/user.ts';
import { copiedBy } from './copies/copied.ts';

export const userWithoutPasswd = defineRule({
  id: 'user-without-passwd',
  title: 'Numbers where there is no user database',
  why: 'An image from scratch has no `/etc/passwd`. `COPY --chown` with a name ends the build there, and a container whose USER is a name does not start.',
  remedy:
    'Write numbers (`USER 1001:1001`), or copy `/etc/passwd` and `/etc/group` from a stage that has the user.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/named-identity-in-passwdless-stage'] },
  links: ['https://docs.docker.com/reference/dockerfile/#user'],

  stage(stage, { report }) {
    if (stage.rootBase?.isScratch !== true || hasDatabase(stage)) return;
    for (const instruction of stage.instructions) {
      const { node, keyword } = instruction;
      if (keyword === 'USER' && isNamed(instruction.valueOf(node.argument)))
        report({
          at: node.words[0]?.range ?? instruction.at,
          message: `\`USER ${node.argument}\` is a name, but an image from scratch has no \`/etc/passwd\` to look it up in: write a number, or copy that file.`,
        });
      if (keyword !== 'COPY') continue;
      const flag = node.flags.find(({ name }) => name === 'chown');
      if (flag?.value != null && isNamed(instruction.valueOf(flag.value)))
        report({
          at: flag.range,
          message: `\`--chown=${flag.value}\` names an owner, but an image from scratch has no \`/etc/passwd\` to look it up in: write a number.`,
        });
    }
  },

  invalid: [
    { text: 'FROM scratch\nCOPY app /app\nUSER app\n', lines: [3] },
    { text: 'FROM scratch AS base\nFROM base\nCOPY --chown=app:app app /app\n', lines: [3] },
  ],
  valid: [
    { text: 'FROM scratch\nCOPY --chown=1001 app /app\nUSER 1001\n' },
    { text: 'FROM scratch\nCOPY --from=builder /etc/passwd /etc/\nUSER app\n' },
    { text: 'FROM scratch\nADD rootfs.tar.gz /\nUSER app\n' },
    { text: 'FROM debian:13\nUSER app\n' },
  ],
});

const isNamed = (owner: string | null): boolean =>
  owner !== null && owner !== '' && owner.split(':').some((part) => part !== '' && !/^\d+$/.test(part));

/** Something brings `/etc`, or all of a system. */
function hasDatabase(stage: StageFacts): boolean {
  return chainOf(stage).some(({ instructions }) =>
    instructions.some((one) => {
      const target = copiedBy(one)?.target ?? null;
      return (
        one.keyword === 'ADD' ||
        (one.keyword === 'COPY' &&
          (target === null || /^\/(?:etc(?:\/(?:passwd|group))?)?$/.test(target)) &&
          bringsSystem(one.node.argument))
      );
    }),
  );
}

/** A single program copied to the root brings no user database. */
const bringsSystem = (argument: string): boolean =>
  /passwd|\/etc\b|(?:^|\s)(?:\/|\.\/?|rootfs\S*|\S*\/rootfs\S*|\S*\/\*|\*)\s+\S+$|\$/.test(argument);
