import { defineRule, type InstructionFacts } from '../lint/index.ts';
import type { Heredoc } from '../syntax/dockerfile/index.ts';

export const formatHeredocs = defineRule({
  id: 'format-heredocs',
  title: 'Embedded documents are formatted',
  why: 'A JSON document in one line, or indented by chance, can neither be read nor compared.',
  remedy: 'Indent it by two blanks a level, as formatters do.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/prefer-formatted-heredocs'] },
  links: ['https://docs.docker.com/reference/dockerfile/#example-creating-inline-files'],

  instructions: {
    COPY: (instruction, { report }) => look(instruction, report),
    ADD: (instruction, { report }) => look(instruction, report),
  },

  invalid: [
    {
      text: 'FROM debian:13\nCOPY <<EOF /etc/a.json\n{"a":[1,2]}\nEOF\n',
      lines: [3],
      fixed: 'FROM debian:13\nCOPY <<EOF /etc/a.json\n{\n  "a": [\n    1,\n    2\n  ]\n}\nEOF\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nCOPY <<EOF /etc/a.json\n{\n  "a": 1\n}\nEOF\n' },
    { text: 'FROM debian:13\nCOPY <<EOF /etc/a.json\n{"a": $B}\nEOF\n' },
    { text: 'FROM debian:13\nCOPY <<EOF /etc/a.conf\n{"a":1}\nEOF\n' },
    { text: 'FROM debian:13\nCOPY <<EOF /etc/a.json\n{"a":1.50}\nEOF\n' },
  ],
});

type Report = (found: {
  at: Heredoc['bodyRange'];
  message: string;
  fix: () => { range: Heredoc['bodyRange']; text: string }[];
}) => void;

function look({ node }: InstructionFacts, report: Report): void {
  const [heredoc, ...others] = node.heredocs;
  if (heredoc === undefined || others.length > 0 || heredoc.chomp || heredoc.body.includes('\r')) return;
  if (node.words.at(-1)?.value.endsWith('.json') !== true) return;
  const formatted = formattedJson(heredoc.body);
  if (formatted === null || formatted === heredoc.body) return;
  report({
    at: heredoc.bodyRange,
    message: `The JSON of \`${node.words.at(-1)?.value ?? ''}\` is not formatted: indented by two blanks it can be read and compared.`,
    fix: () => [{ range: heredoc.bodyRange, text: formatted }],
  });
}

/** The same document, two blanks a level; null where it is none, or a formatter would change what it says. */
function formattedJson(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const compact = JSON.stringify(value);
  // numbers and escapes may be written in ways that a formatter does not keep, and keys may stand twice
  const isSame =
    compact === text.replaceAll(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? part : ''));
  return isSame ? `${JSON.stringify(value, null, 2)}\n` : null;
}
