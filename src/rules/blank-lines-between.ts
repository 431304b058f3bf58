import { defineRule, textOption, type DockerfileFacts } from '../lint/index.ts';
import { linesWithComments } from '../syntax/dockerfile/index.ts';
import { dominantEol, type Range } from '../syntax/text.ts';
import { ownInstructions } from './layout/lines.ts';

export const blankLinesBetween = defineRule({
  id: 'blank-lines-between',
  title: 'Empty lines between groups of instructions',
  why: 'Empty lines show what belongs together, when they stand by one rule all through the file.',
  remedy:
    'Separate instructions as the option `mode` says: by an empty line where the kind changes, always, or never.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/newline-between-instructions'] },
  options: {
    mode: textOption(
      'grouped',
      'Where empty lines stand: `grouped` (where the kind changes), `always` or `never`.',
      ['grouped', 'always', 'never'],
    ),
  },
  links: ['https://docs.docker.com/reference/dockerfile/#format'],

  dockerfile(file, { report, options }) {
    const all = ownInstructions(file);
    for (let index = 1; index < all.length; index++) {
      const [before, after] = [all[index - 1], all[index]];
      if (before === undefined || after === undefined) continue;
      const wants =
        options.mode === 'always' || (options.mode === 'grouped' && before.keyword !== after.keyword);
      const gap = gapBetween(
        file,
        before.node.range.end,
        after.node.range.start,
        linesWithComments(file.tree, after.node).start,
      );
      const lines = file.source.slice(gap.start, gap.end);
      const isRight = wants ? lines !== '' : lines === '';
      if (isRight) continue;
      report({
        at: after.at,
        message: wants
          ? `\`${after.keyword}\` follows \`${before.keyword}\` without an empty line between them.`
          : `An empty line separates \`${after.keyword}\` from the \`${before.keyword}\` that it belongs to.`,
        fix: () => [{ range: gap, text: wants ? dominantEol(file.source) : '' }],
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nENV A=1\n\nENV B=2\n# why\nRUN make\n',
      lines: [2, 4, 6],
      fixed: 'FROM debian:13\n\nENV A=1\nENV B=2\n\n# why\nRUN make\n',
    },
    {
      text: 'FROM debian:13\n\nRUN make\n',
      options: { mode: 'never' },
      lines: [3],
      fixed: 'FROM debian:13\nRUN make\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\n\nENV A=1\nENV B=2\n\n# why\nRUN make\n' },
    { text: 'FROM debian:13\n\nENV A=1\n\nENV B=2\n', options: { mode: 'always' } },
  ],
});

/** The empty lines above an instruction and the comments that stand right above it. */
function gapBetween({ source }: DockerfileFacts, from: number, to: number, start: number): Range {
  const newline = source.indexOf('\n', from);
  const first = newline === -1 || newline >= to ? to : newline + 1;
  const end = Math.max(start, first);
  const between = source.slice(first, end);
  const blanks = /(?:^|\n)((?:[ \t]*\r?\n)*)$/.exec(between)?.[1] ?? '';
  return { start: end - blanks.length, end };
}
