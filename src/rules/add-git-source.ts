import { argumentsOf, defineRule, type Command } from '../lint/index.ts';
import { instructionsAfter } from './steps/nearby.ts';

const REMOTE = /^["']?(?:https?:\/\/|git:\/\/|ssh:\/\/|git@)/;
const TABLE = {
  letters: 'bcoju',
  names:
    'branch depth config origin jobs upload-pack reference template separate-git-dir filter shallow-since server-option'.split(
      ' ',
    ),
};

export const addGitSource = defineRule({
  id: 'add-git-source',
  title: 'ADD for a git repository',
  why: 'A RUN that clones is only run again when its text changes, so the cache keeps an old state of the branch for ever, and a clean build gets another. ADD asks for the commit each time, and can pin it.',
  remedy:
    'Write `ADD https://…/repository.git#<commit> /src`, or pin the clone to a tag or a commit. Then git need not be installed.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/prefer-add-git'] },
  variants: {
    moving: { aliases: { tally: ['tally/prefer-add-git'] } },
    pinned: { recommended: false, aliases: { tally: ['tally/prefer-add-git'] } },
  },
  links: ['https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository'],

  commands: {
    git(command, { report }) {
      const verb = command.args.findIndex(({ value }) => value === 'clone');
      if (verb === -1 || command.args.slice(0, verb).some(({ raw }) => !raw.startsWith('-'))) return;
      const { options, operands } = argumentsOf({ ...command, args: command.args.slice(verb + 1) }, TABLE);
      const [address] = operands;
      if (address === undefined || !REMOTE.test(address.raw)) return;
      const isPinned = options.some(({ name }) => name === '-b' || name === '--branch') || checksOut(command);
      report({
        at: command.word?.range ?? command.shell.range,
        variant: isPinned ? 'pinned' : 'moving',
        message: isPinned
          ? '`git clone` fetches what `ADD` can fetch by itself, without git in the image and with a cache that knows the commit.'
          : '`git clone` takes whatever the default branch holds on the day of the build, and the cache keeps that: name a tag or a commit, best with `ADD …git#<commit>`.',
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN git clone --depth 1 https://github.com/example/tool.git /src\n',
      lines: [2],
      variants: ['moving'],
    },
    {
      text: 'FROM debian:13\nRUN git clone -b v1.2 https://github.com/example/tool /src && make -C /src\n',
      lines: [2],
      variants: ['pinned'],
    },
    {
      text: 'FROM debian:13\nRUN git clone https://github.com/example/tool /src && cd /src && git checkout 8f2c1a9\n',
      lines: [2],
      variants: ['pinned'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nADD https://github.com/example/tool.git#v1.2 /src\n' },
    { text: 'FROM debian:13\nRUN git clone /mirror/tool.git /src\n' },
  ],
});

/** A later command of the step, or a later step, goes to a commit or a tag. */
const checksOut = ({ instruction, index }: Command): boolean =>
  [
    ...instruction.commands.slice(index + 1, index + 50),
    ...instructionsAfter(instruction)
      .slice(0, 10)
      .flatMap(({ keyword, commands }) => (keyword === 'RUN' ? commands.slice(0, 20) : [])),
  ].some(
    ({ program, args }) =>
      program === 'git' &&
      args.some(({ value }) => value !== null && /^(?:checkout|reset|switch|fetch)$/.test(value)),
  );
