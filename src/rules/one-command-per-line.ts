import { defineRule, numberOption, type InstructionFacts } from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';

export const oneCommandPerLine = defineRule({
  id: 'one-command-per-line',
  title: 'One command on a line',
  why: 'Of commands that stand on lines of their own, a difference shows the one that has changed.',
  remedy: 'Break the line at each `&&` and `||`, with the operator at the beginning of the next.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/newline-per-chained-call'] },
  options: { commands: numberOption(2, 'How many commands make a chain.') },
  links: ['https://docs.docker.com/build/building/best-practices/#sort-multi-line-arguments'],

  instructions: {
    RUN(instruction, { report, options }) {
      const edits = breaksIn(instruction);
      const { script, node } = instruction;
      if (edits.length === 0 || (script?.list.length ?? 0) < options.commands) return;
      report({
        at: node.keywordRange,
        message: `${edits.length + 1} commands of this RUN share a line: on lines of their own, a difference shows which has changed.`,
        fix: () => edits,
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y git && git --version\n',
      lines: [2],
      fixed:
        'FROM debian:13\nRUN apt-get update \\\n    && apt-get install -y git \\\n    && git --version\n',
    },
    {
      text: 'FROM debian:13\nRUN a \\\n  && b&&c\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN a \\\n  && b \\\n    && c\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN a \\\n    && b\n' },
    { text: 'FROM debian:13\nRUN (a && b)\n' },
    { text: 'FROM debian:13\nRUN <<EOF\na && b\nEOF\n' },
  ],
});

/** Where two members of the list share a line. */
function breaksIn({ script, node, place }: InstructionFacts): Edit[] {
  if (script === null || !script.complete || node.json !== null || node.heredocs.length > 0) return [];
  const eol = place.source.includes('\r\n') ? '\r\n' : '\n';
  return script.list.flatMap((item, index) => {
    const before = script.list[index - 1];
    if (before === undefined || (item.connector !== '&&' && item.connector !== '||')) return [];
    const range = { start: before.range.end, end: item.range.start };
    const gap = place.source.slice(range.start, range.end);
    if (!/^[ \t]*(?:&&|\|\|)[ \t]*$/.test(gap)) return [];
    return [{ range, text: ` ${node.escape}${eol}    ${item.connector} ` }];
  });
}
