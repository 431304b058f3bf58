import { defineRule } from '../lint/index.ts';
import { KNOWN_KEYWORDS } from './names/keywords.ts';
import { nearestName } from './names/nearest.ts';

export const unknownInstruction = defineRule({
  id: 'unknown-instruction',
  title: 'Only instructions that there are',
  why: 'The builder refuses a file with a keyword that it does not know; often it is a slip, or a line whose continuation was forgotten above.',
  remedy: 'Correct the keyword, or continue the line above with a backslash.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/unknown-instruction'] },
  links: ['https://docs.docker.com/reference/dockerfile/#overview'],

  instructions: {
    '*'(one, { report }) {
      if (one.place.isTrigger) return;
      if (KNOWN_KEYWORDS.includes(one.keyword)) return;
      const nearest = nearestName(one.keyword, KNOWN_KEYWORDS);
      report({
        at: one.at,
        message: `There is no instruction \`${shortened(one.keyword)}\`: ${nearest === null ? 'correct it, or continue the line above' : `perhaps \`${nearest}\` was meant`}.`,
        fix: () => {
          const written = one.place.source.slice(one.at.start, one.at.end);
          if (nearest === null || written.length !== one.keyword.length) return null;
          const text = written === written.toLowerCase() ? nearest.toLowerCase() : nearest;
          return [{ range: one.at, text }];
        },
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nWROKDIR /app\n',
      lines: [2],
      fixed: 'FROM debian:13\nWORKDIR /app\n',
    },
    { text: 'FROM debian:13\nRUN a\n  && b\n', lines: [3] },
  ],
  valid: [{ text: 'from debian:13\nrun true\n' }],
});

const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
