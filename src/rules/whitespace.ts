import { defineRule, numberOption, type InstructionFacts } from '../lint/index.ts';
import { dominantEol, type Edit, type Range } from '../syntax/text.ts';
import { linesOf } from './layout/lines.ts';

export const whitespace = defineRule({
  id: 'whitespace',
  title: 'Blanks and empty lines as a reader expects them',
  why: 'Blanks that nobody sees make differences that nobody meant, and hide that a line is continued or where an instruction begins.',
  remedy:
    'End lines without blanks and the file with a line ending, put one blank between words, and begin instructions at the left edge.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    tally: [
      'tally/eol-last',
      'tally/no-trailing-spaces',
      'tally/no-multi-spaces',
      'tally/no-multiple-empty-lines',
      'tally/consistent-indentation',
    ],
  },
  variants: {
    eol: { aliases: { tally: ['tally/eol-last'] } },
    trailing: { aliases: { tally: ['tally/no-trailing-spaces'] } },
    doubled: { aliases: { tally: ['tally/no-multi-spaces'] } },
    'empty-lines': { aliases: { tally: ['tally/no-multiple-empty-lines'] } },
    indentation: { aliases: { tally: ['tally/consistent-indentation'] } },
  },
  options: { emptyLines: numberOption(1, 'How many empty lines may follow each other.') },
  links: ['https://docs.docker.com/reference/dockerfile/#format'],

  dockerfile(file, { report, options }) {
    const { source } = file;
    const tell = (variant: string, at: Range, message: string, text = ''): void =>
      report({ at, variant, message, fix: () => [{ range: at, text }] });
    let empty = 0;
    for (const { start, end, text, isBody } of linesOf(file)) {
      if (isBody) {
        empty = 0;
        continue;
      }
      const blank = /[ \t]+$/.exec(text);
      if (blank !== null)
        tell('trailing', { start: end - blank[0].length, end }, 'The line ends in blanks that nobody sees.');
      empty = text.trim() === '' ? empty + 1 : 0;
      const next = source.indexOf('\n', end);
      if (empty > options.emptyLines && next !== -1 && blank === null)
        tell(
          'empty-lines',
          { start, end: next + 1 },
          `More than ${options.emptyLines} empty line${options.emptyLines === 1 ? '' : 's'} in a row.`,
        );
    }
    if (source !== '' && !source.endsWith('\n') && file.instructions.at(-1)?.node.dangling == null) {
      const end = source.length;
      tell(
        'eol',
        { start: end, end },
        'The last line has no line ending, so that a line added behind it changes this one too.',
        dominantEol(source),
      );
    }
    for (const node of file.tree.nodes) {
      if (node.kind !== 'instruction') continue;
      const lineStart = source.lastIndexOf('\n', node.range.start - 1) + 1;
      const indent = { start: lineStart, end: node.range.start };
      if (/^[ \t]+$/.test(source.slice(indent.start, indent.end)))
        tell('indentation', indent, `\`${node.keyword}\` does not begin at the left edge.`);
    }
  },

  instructions: {
    '*'(instruction, { report }) {
      if (instruction.place.isTrigger) return;
      for (const range of doubledIn(instruction))
        report({
          at: range,
          variant: 'doubled',
          message: 'Several blanks stand where one is enough.',
          fix: (): Edit[] => [{ range, text: ' ' }],
        });
    },
  },

  invalid: [
    {
      text: '  FROM  debian:13 \n\n\nCOPY a  /b\nRUN   echo "a  b"',
      lines: [1, 1, 1, 3, 4, 5, 5],
      variants: ['indentation', 'doubled', 'trailing', 'empty-lines', 'doubled', 'doubled', 'eol'],
      fixed: 'FROM debian:13\n\nCOPY a /b\nRUN echo "a  b"\n',
    },
    {
      text: 'FROM debian:13\r\nRUN a && \\  \r\n    b\r\n',
      lines: [2],
      variants: ['trailing'],
      fixed: 'FROM debian:13\r\nRUN a && \\\r\n    b\r\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN <<EOF\necho a  \n\n\necho b\nEOF\n' },
    { text: 'FROM debian:13\n\nRUN a   && \\\n    b\n' },
    { text: 'FROM debian:13\nENV A="x  y"\n' },
  ],
});

/** Gaps of several blanks on one line: behind the keyword, and between the words of instructions that have words. */
function doubledIn({ node, place }: InstructionFacts): Range[] {
  const { source } = place;
  const words =
    node.json === null && node.keyword !== 'HEALTHCHECK' ? node.words.map(({ range }) => range) : [];
  const [first] = words;
  const parts = [
    node.keywordRange,
    ...node.flags.map(({ range }) => range),
    ...(first !== undefined && first.start === node.argumentRange.start ? words : [node.argumentRange]),
  ].filter(({ start, end }) => end > start);
  const gaps: Range[] = [];
  for (let index = 1; index < parts.length; index++) {
    const range = { start: parts[index - 1]?.end ?? 0, end: parts[index]?.start ?? 0 };
    // words that are taken apart differently, such as heredoc markers, may touch or overlap
    if (range.end - range.start > 1 && /^[ \t]+$/.test(source.slice(range.start, range.end)))
      gaps.push(range);
  }
  return gaps;
}
