import { defineRule } from '../lint/index.ts';
import { labelsOf, removeLabel, type Label } from './labels/stage-labels.ts';

export const duplicateLabel = defineRule({
  id: 'duplicate-label',
  title: 'Each label is set once in a stage',
  why: 'The last value wins, so the earlier ones only mislead whoever reads them.',
  remedy: 'Keep the last one.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/labels/no-duplicate-keys'] },
  links: ['https://docs.docker.com/reference/dockerfile/#label'],

  stage(stage, { report }) {
    const last = new Map<string, Label>();
    for (const label of labelsOf(stage)) {
      const before = last.get(label.name);
      if (before !== undefined)
        report({
          at: before.nameRange,
          message: `The label \`${label.name}\` is set again further down, so this value is lost.`,
          fix: () => removeLabel(before),
        });
      last.set(label.name, label);
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nLABEL a=1\nLABEL b=2 a=3\n',
      lines: [2],
      fixed: 'FROM debian:13\nLABEL b=2 a=3\n',
    },
    {
      text: 'FROM debian:13\nLABEL a=1 \\\n      b=2 \\\n      a=3\n',
      lines: [2],
      fixed: 'FROM debian:13\nLABEL b=2 \\\n      a=3\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13 AS a\nLABEL a=1\nFROM a\nLABEL a=2\n' },
    { text: 'FROM debian:13\nLABEL a=1 b=2\nONBUILD LABEL a=3\n' },
  ],
});
