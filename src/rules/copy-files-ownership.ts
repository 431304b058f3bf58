import { absolutePath, argumentsOf, defineRule, isWithin, type InstructionFacts } from '../lint/index.ts';
import { setFlag } from '../syntax/dockerfile/index.ts';
import { isRoot } from './accounts/user.ts';
import { copiedBy } from './copies/copied.ts';
import { instructionsAfter } from './steps/nearby.ts';

/** Programs that only the owner of a file may use on it. */
const CHANGING = new Set(['chmod', 'chown', 'chgrp', 'truncate']);

export const copyFilesOwnership = defineRule({
  id: 'copy-files-ownership',
  title: 'What is written belongs to who writes it',
  why: 'COPY and ADD make files of root, whatever USER says before them. The user of the steps that follow, and of the program, cannot change them.',
  remedy:
    'Add `--chown` with the user to the COPY, for what is written; what is only read is better left to root.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {
    tally: ['tally/copy-after-user-without-chown', 'tally/ruby/state-paths-not-writable-as-non-root'],
  },
  variants: {
    written: {
      aliases: {
        tally: ['tally/copy-after-user-without-chown', 'tally/ruby/state-paths-not-writable-as-non-root'],
      },
    },
    'not-seen-written': {
      recommended: false,
      severity: 'info',
      aliases: { tally: ['tally/copy-after-user-without-chown'] },
    },
  },
  links: [
    'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
    'https://docs.docker.com/reference/dockerfile/#user',
  ],

  stage(stage, { report, wants }) {
    for (const instruction of stage.instructions) {
      const { keyword, place, node } = instruction;
      const { user } = place;
      if ((keyword !== 'COPY' && keyword !== 'ADD') || place.isTrigger || user === null || isRoot(user))
        continue;
      const target = copiedBy(instruction)?.target ?? null;
      if (target === null || node.flags.some(({ name }) => name === 'chown')) continue;
      const changing = changedIn(target, user, instruction);
      const variant = changing === null ? 'not-seen-written' : 'written';
      if (!wants(variant)) continue;
      report({
        at: instruction.at,
        variant,
        message:
          changing === null
            ? `What \`${keyword}\` brings to \`${target}\` belongs to root, although \`USER ${user}\` stands before it: \`--chown=${user}\` gives it away, if it is to be written.`
            : `What \`${keyword}\` brings to \`${target}\` belongs to root, but ${changing} wants it written by ${user}: add \`--chown=${user}\`.`,
        fix: () => (/^[\w.:-]+$/.test(user) ? setFlag(node, 'chown', user) : null),
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN useradd -u 1001 app\nUSER app\nCOPY run.sh /app/run.sh\nRUN chmod +x /app/run.sh\n',
      lines: [4],
      variants: ['written'],
      fixed:
        'FROM debian:13\nRUN useradd -u 1001 app\nUSER app\nCOPY --chown=app run.sh /app/run.sh\nRUN chmod +x /app/run.sh\n',
    },
    {
      text: 'FROM debian:13\nUSER 1001:1001\nCOPY seed /data/\nVOLUME /data\n',
      lines: [3],
      variants: ['written'],
      fixed: 'FROM debian:13\nUSER 1001:1001\nCOPY --chown=1001:1001 seed /data/\nVOLUME /data\n',
    },
    {
      text: 'FROM debian:13\nUSER 1001\nCOPY app /app\n',
      lines: [3],
      variants: ['not-seen-written'],
      fixed: 'FROM debian:13\nUSER 1001\nCOPY --chown=1001 app /app\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nUSER 1001\nCOPY --chown=1001 app /app\n' },
    { text: 'FROM debian:13\nCOPY app /app\nUSER 1001\n' },
    { text: 'FROM debian:13\nUSER root\nCOPY app /app\n' },
  ],
});

/** What changes files below a path after a place, as the same user; null when nothing is seen to. */
function changedIn(target: string, user: string, copy: InstructionFacts): string | null {
  for (const one of instructionsAfter(copy)) {
    if (
      one.keyword === 'VOLUME' &&
      one.node.words.some(({ value }) => isWithin(value, target) || isWithin(target, value))
    )
      return 'a volume';
    if (one.keyword !== 'RUN' || one.place.user !== user) continue;
    for (const command of one.commands) {
      const isSed = command.program === 'sed' && command.args.some(({ raw }) => /^-\w*i/.test(raw));
      if ((!CHANGING.has(command.program ?? '') && !isSed) || command.shell.name === 'sudo') continue;
      const paths = argumentsOf(command).operands.flatMap(({ value }) => value ?? []);
      if (paths.some((path) => isWithin(absolutePath(path, one.place.workdir), target)))
        return `a later \`${command.program ?? ''}\``;
    }
  }
  return null;
}
