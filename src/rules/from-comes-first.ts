import { defineRule } from '../lint/index.ts';
import { KNOWN_KEYWORDS } from './names/keywords.ts';

export const fromComesFirst = defineRule({
  id: 'from-comes-first',
  title: 'Nothing but ARG before the first FROM',
  why: 'An instruction belongs to the stage above it. Before the first FROM there is none, and the builder refuses the file.',
  remedy: 'Move the instruction behind FROM.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { hadolint: ['DL3061'] },
  links: ['https://docs.docker.com/reference/dockerfile/#format'],

  dockerfile({ isFragment, instructions }, { report }) {
    if (isFragment) return;
    for (const one of instructions) {
      if (one.keyword === 'FROM' && !one.place.isTrigger) return;
      if (one.keyword === 'ARG' || one.place.isTrigger || !KNOWN_KEYWORDS.includes(one.keyword)) continue;
      report({
        at: one.inFirstLine(one.at),
        message: `${one.keyword} stands before the first FROM, where only ARG may: move it behind.`,
      });
    }
  },

  invalid: [{ text: 'LABEL a=b\nFROM debian:13\n', lines: [1] }],
  valid: [
    { text: '# syntax=docker/dockerfile:1\nARG A\nFROM debian:13\nLABEL a=b\n' },
    { text: 'RUN true\n' },
  ],
});
