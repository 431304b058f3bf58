import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { envPairs } from '../syntax/dockerfile/index.ts';

export const groupLabels = defineRule({
  id: 'group-labels',
  title: 'Labels stand together, in order',
  why: 'Labels that are scattered over a stage are overlooked and set twice; in one place and in order they read like a table.',
  remedy: 'Join them into one LABEL, one pair a line, sorted by key.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/labels/prefer-grouped', 'tally/labels/prefer-stable-order'] },
  variants: {
    grouped: { aliases: { tally: ['tally/labels/prefer-grouped'] } },
    order: { aliases: { tally: ['tally/labels/prefer-stable-order'] } },
  },
  links: ['https://docs.docker.com/reference/dockerfile/#label'],

  stage({ instructions }, { report }) {
    let first: InstructionFacts | null = null;
    for (const [index, instruction] of instructions.entries()) {
      if (instruction.keyword !== 'LABEL' || instruction.place.isTrigger) continue;
      lookAtOrder(instruction, report);
      const before = instructions[index - 1];
      if (first !== null)
        report({
          at: instruction.at,
          variant: 'grouped',
          message: 'This stage has a LABEL already; set the labels in one instruction.',
          fix: () => (before?.keyword === 'LABEL' ? joined(before, instruction) : null),
        });
      first ??= instruction;
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nLABEL a=1\nLABEL b=2 c="3 4"\nRUN true\nLABEL d=5\n',
      lines: [3, 5],
      variants: ['grouped', 'grouped'],
      fixed: 'FROM debian:13\nLABEL a=1 \\\n      b=2 c="3 4"\nRUN true\nLABEL d=5\n',
    },
    {
      text: 'FROM debian:13\nLABEL b=2 \\\n      a="1"\n',
      lines: [2],
      variants: ['order'],
      fixed: 'FROM debian:13\nLABEL a="1" \\\n      b=2\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nLABEL a=1 \\\n      b=2\n' },
    { text: 'FROM debian:13 AS a\nLABEL a=1\nFROM a\nLABEL b=2\nONBUILD LABEL c=3\n' },
  ],
});

const isOldForm = ({ node }: InstructionFacts): boolean => node.words[0]?.raw.includes('=') !== true;

/** Two that follow each other become one; comments between them keep them apart. */
function joined(before: InstructionFacts, after: InstructionFacts) {
  const { source } = before.place;
  const last = before.node.words.at(-1);
  const first = after.node.words[0];
  if (isOldForm(before) || isOldForm(after) || last === undefined || first === undefined) return null;
  if (before.node.dangling !== null || before.node.range.end !== last.range.end) return null;
  const between = source.slice(before.node.range.end, after.node.range.start);
  const eol = /^[ \t]*(\r?\n)[ \t]*$/.exec(between)?.[1];
  if (eol === undefined) return null;
  return [
    { range: { start: last.range.end, end: first.range.start }, text: ` ${before.node.escape}${eol}      ` },
  ];
}

function lookAtOrder(instruction: InstructionFacts, report: RuleContext['report']): void {
  const pairs = envPairs(instruction.node);
  const wrong = pairs.find(({ name }, index) => index > 0 && name < (pairs[index - 1]?.name ?? ''));
  if (wrong === undefined || isOldForm(instruction)) return;
  const { source } = instruction.place;
  report({
    at: pairs[0]?.nameRange ?? instruction.at,
    variant: 'order',
    message: `The labels are not in the order of their keys; \`${wrong.name}\` stands too late.`,
    fix: () => {
      if (new Set(pairs.map(({ name }) => name)).size < pairs.length) return null;
      const sorted = pairs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return pairs.flatMap(({ range, name }, index) => {
        const other = sorted[index];
        if (other === undefined || other.name === name) return [];
        return [{ range, text: source.slice(other.range.start, other.range.end) }];
      });
    },
  });
}
