import {
  argumentsOf,
  defineRule,
  type Command,
  type InstructionFacts,
  type RuleContext,
} from '../lint/index.ts';
import type { Edit, Range } from '../syntax/text.ts';

export const worldWritable = defineRule({
  id: 'world-writable',
  title: 'Nothing is writable for everybody',
  why: 'What everybody may write, every program in the container may replace, also one that was broken into: scripts that run later, libraries, settings. It is mostly a way round files that belong to the wrong user.',
  remedy:
    'Give the files to the user that the program runs as (`COPY --chown`, `chown`), or let its group write (`chmod g+w`).',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 3,
  aliases: { tally: ['tally/world-writable-state-path-workaround'] },
  links: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],

  commands: {
    chmod(command, context) {
      const mode = command.args.find(({ raw }) => !/^-(?![rwxXst])/.test(raw));
      const text = mode?.value ?? null;
      if (mode === undefined || text === null || !isForAll(text)) return;
      const paths = command.args
        .slice(command.args.indexOf(mode) + 1)
        .filter(({ raw }) => !raw.startsWith('-'));
      if (paths.length > 0 && paths.every(({ value }) => /^\/(?:tmp|var\/tmp|dev\/.*)\/?$/.test(value ?? '')))
        return;
      tell(mode.range, text, paths[0]?.raw, context, () => chownInstead(command, mode.range, text));
    },
    mkdir: lookAtMode,
    install: lookAtMode,
  },
  instructions: { COPY: lookAtFlag, ADD: lookAtFlag },

  invalid: [
    { text: 'FROM debian:13\nRUN chmod -R 777 /var/lib/app\n', lines: [2] },
    {
      text: 'FROM debian:13\nRUN mkdir /data && chmod -R 777 /data\nUSER 1001\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN mkdir /data && chown -R 1001 /data\nUSER 1001\n',
    },
    {
      text: 'FROM debian:13\nRUN chmod a+rwx /run.sh && mkdir -pm 777 /a && mkdir --mode=0666 /b\n',
      lines: [2, 2, 2],
    },
    {
      text: 'FROM debian:13\nCOPY --chmod=777 run.sh /\n',
      lines: [2],
      fixed: 'FROM debian:13\nCOPY --chmod=755 run.sh /\n',
    },
  ],
  valid: [
    {
      text: 'FROM debian:13\nCOPY --chmod=755 run.sh /\nRUN chmod +x /run.sh && chmod 1777 /scratch && chmod 777 /tmp\n',
    },
    {
      text: 'FROM debian:13\nRUN chmod -R g+w /data && chmod 775 /x && chmod o-w /y && chmod u+w /z && chmod "$MODE" /a\n',
    },
  ],
});

/** Others may write, and not only into a folder where each may remove but his own. */
function isForAll(mode: string): boolean {
  if (/^[0-7]{1,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o002) !== 0 && (bits & 0o1000) === 0;
  }
  if (/\+t|[+=][rwxXs]*t/.test(mode)) return false;
  return mode.split(',').some((part) => /^(?:[ug]*[ao][ugoa]*)[+=][rxXst]*w/.test(part));
}

function tell(
  at: Range,
  mode: string,
  path: string | undefined,
  { report }: RuleContext,
  fix?: () => Edit[] | null,
): void {
  report({
    at,
    message: `\`${mode}\` lets every user write ${path === undefined ? 'this' : `\`${path}\``}; give it to the user that needs it.`,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Where the file says who runs the program: that user becomes the owner. */
function chownInstead({ word, args, instruction, shell }: Command, mode: Range, text: string): Edit[] | null {
  const user = instruction.stage?.effective('USER') ?? null;
  const name = user === null ? null : user.valueOf(user.node.argument);
  if (word === null || name === null || !/^[\w-]+(?::[\w-]+)?$/.test(name) || /^(?:root|0)(?::|$)/.test(name))
    return null;
  if (!/^0?[0-7]{3}$/.test(text) || !instruction.stage?.ships || shell.words[0] !== word) return null;
  const options = args.slice(
    0,
    args.findIndex(({ range }) => range === mode),
  );
  if (options.some(({ raw }) => !/^(?:-R|--recursive)$/.test(raw))) return null;
  return [
    { range: word.range, text: 'chown' },
    { range: mode, text: name },
  ];
}

function lookAtMode(command: Command, context: RuleContext): void {
  const { options, operands } = argumentsOf(command, { letters: 'mogtS', names: ['mode', 'owner', 'group'] });
  for (const { name, value, range } of options)
    if ((name === '-m' || name === '--mode') && value !== null && isForAll(value))
      tell(range, value, operands.at(-1)?.raw, context);
}

function lookAtFlag({ node }: InstructionFacts, context: RuleContext): void {
  for (const { name, value, range } of node.flags) {
    if (name !== 'chmod' || value === null || !isForAll(value)) continue;
    const fix = (): Edit[] | null => {
      if (!/^0?[0-7]{3}$/.test(value)) return null;
      const mode = (Number.parseInt(value, 8) & ~0o022).toString(8);
      return [{ range, text: `--chmod=${mode.padStart(value.length, '0')}` }];
    };
    tell(range, value, node.words.at(-1)?.raw, context, fix);
  }
}
