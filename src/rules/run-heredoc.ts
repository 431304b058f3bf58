import { defineRule, numberOption, type InstructionFacts } from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';

export const runHeredoc = defineRule({
  id: 'run-heredoc',
  title: 'Long chains as a here-document',
  why: 'A long chain of `&&` and backslashes is a script with noise in it, and a missing backslash changes what it means.',
  remedy: 'Write `RUN <<EOF` with `set -e` as the first line and the commands below it, one on a line.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-run-heredoc'] },
  options: { commands: numberOption(3, 'From how many chained commands on a here-document is asked for.') },
  links: ['https://docs.docker.com/reference/dockerfile/#here-documents'],

  instructions: {
    RUN(instruction, { report, options }) {
      const { script, node } = instruction;
      if (script === null || node.json !== null || node.heredocs.length > 0) return;
      const chained = script.list.filter(({ connector }) => connector === '&&').length + 1;
      if (chained < options.commands) return;
      report({
        at: instruction.at,
        message: `${chained} commands are chained with \`&&\`: as a here-document with \`set -e\` they are a script that reads as one.`,
        fix: () => asHeredoc(instruction),
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update \\\n    && apt-get install -y \\\n      git \\\n    && git --version\n',
      lines: [2],
      fixed:
        'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y \\\n      git\ngit --version\nEOF\n',
    },
    { text: 'FROM debian:13\nRUN a && b && c || true\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN a && b\n' },
    { text: 'FROM debian:13\nRUN <<EOF\nset -e\na && b && c\nEOF\n' },
  ],
});

/** Only where all are joined by `&&`, at the top, and no comment stands between the lines. */
function asHeredoc({ script, node, place }: InstructionFacts): Edit[] | null {
  if (script === null || !script.complete || node.escape !== '\\' || node.dangling !== null) return null;
  const { source } = place;
  if (place.isTrigger || source.includes('\r') || place.shell.length !== 2 || place.shell[1] !== '-c')
    return null;
  const isChain = script.list.every(
    ({ connector, background }) => !background && (connector === 'first' || connector === '&&'),
  );
  const text = source.slice(node.argumentRange.start, node.argumentRange.end);
  if (!isChain || /^[ \t]*#|^EOF$/m.test(text) || script.list[0]?.range.start !== node.argumentRange.start)
    return null;
  // `! a` and `a || b` would not end a script with `set -e`
  if (script.commands.some(({ negated, connector }) => negated || connector === '||')) return null;
  const lines = script.list.map(({ range }) => source.slice(range.start, range.end));
  // blank lines within a continued command would end it in a script
  if (lines.some((line) => /\n[ \t]*\n/.test(line) || /\\[ \t]+\n/.test(line))) return null;
  // blanks behind the last word would stand behind the end's name
  const range = { start: node.argumentRange.start, end: node.range.end };
  return [{ range, text: ['<<EOF', 'set -e', ...lines, 'EOF'].join('\n') }];
}
