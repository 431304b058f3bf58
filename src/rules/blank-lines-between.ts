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
      const gap = gapBetween(file, before.node.range.end, linesWithComments(file.tree, after.node).start);
      const blank = wants ? [gap] : blankLines(file, before.node.range.end, after.node.range.start);
      if (wants ? gap.end > gap.start : blank.length === 0) continue;
      report({
        at: after.at,
        message: wants
          ? `\`${after.keyword}\` follows \`${before.keyword}\` without an empty line between them.`
          : `An empty line separates \`${after.keyword}\` from the \`${before.keyword}\` that it belongs to.`,
        fix: () => blank.map((range) => ({ range, text: wants ? dominantEol(file.source) : '' })),
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

/** The empty lines above an instruction and the comments that stand right above it, which begin at `end`. */
function gapBetween({ source }: DockerfileFacts, from: number, end: number): Range {
  const between = source.slice(behindLine(source, from, end), end);
  const blanks = /(?:^|\n)((?:[ \t]*\r?\n)*)$/.exec(between)?.[1] ?? '';
  return { start: end - blanks.length, end };
}

/** All empty lines between two instructions, those above comments too. */
function blankLines({ source }: DockerfileFacts, from: number, to: number): Range[] {
  const first = behindLine(source, from, to);
  return [...source.slice(first, to).matchAll(/^[ \t]*\r?\n/gm)].map(({ 0: text, index }) => ({
    start: first + index,
    end: first + index + text.length,
  }));
}

/** Where the line after an offset's begins, but not beyond `most`. */
function behindLine(source: string, offset: number, most: number): number {
  const newline = source.indexOf('\n', offset);
  return newline === -1 || newline >= most ? most : newline + 1;
}
