import { defineRule, type InstructionFacts } from '../lint/index.ts';
import type { Range } from '../syntax/text.ts';

export const emptyContinuation = defineRule({
  id: 'empty-continuation',
  title: 'No empty line in a continued instruction',
  why: 'BuildKit skips empty lines between continued ones for now and has announced that they will be errors. They also hide where an instruction ends.',
  remedy: 'Take the empty line out, or write a comment line in its place.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['NoEmptyContinuation'] },
  links: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],

  instructions: {
    '*'(one, { report }) {
      if (one.place.isTrigger) return;
      const lines = linesOf(one);
      const blank = lines
        .slice(1)
        .filter(({ start, end }) => one.place.source.slice(start, end).trim() === '');
      const last = lines.at(-1);
      if (blank.length === 0 || last === undefined) return;
      const isOne = blank.length === 1;
      report({
        at: last,
        message: `${isOne ? 'An empty line stands' : `${blank.length} empty lines stand`} within this ${one.keyword}, which BuildKit will refuse one day: take ${isOne ? 'it' : 'them'} out.`,
        fix: () =>
          blank.map(({ start, end }) => ({
            // the last line of the file may have no line ending: then the one before it goes
            range: one.place.source[end] === '\n' ? { start, end: end + 1 } : { start: start - 1, end },
            text: '',
          })),
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN echo a \\\n\n  && echo b\n',
      lines: [4],
      fixed: 'FROM debian:13\nRUN echo a \\\n  && echo b\n',
    },
    {
      text: 'FROM debian:13\nCOPY \\\n  \n  <<EOF /x\n\n\nEOF\n',
      lines: [4],
      fixed: 'FROM debian:13\nCOPY \\\n  <<EOF /x\n\n\nEOF\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN echo a \\\n  # why\n  && echo b\n' },
    { text: 'FROM debian:13\nRUN <<EOF\n\necho\n\nEOF\n' },
    { text: 'FROM debian:13\n\n\nRUN true\n' },
  ],
});

/** The lines that are joined into one; those of here-documents are not among them. */
function linesOf({ node, place }: InstructionFacts): Range[] {
  const body = node.heredocs[0]?.bodyRange.start;
  const end = body === undefined ? node.range.end : place.source.lastIndexOf('\n', body - 1);
  const lines: Range[] = [];
  for (let start = node.range.start; start <= end;) {
    const newline = place.source.indexOf('\n', start);
    const lineEnd = newline === -1 || newline > end ? end : newline;
    lines.push({ start, end: lineEnd });
    start = lineEnd + 1;
  }
  return lines;
}
