import { defineRule } from '../lint/index.ts';
import { isTemplate, KNOWN_KEYWORDS } from './names/keywords.ts';
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

  dockerfile({ instructions, source }, { report }) {
    // a template is no Dockerfile yet
    if (instructions.some(({ keyword }) => isTemplate(keyword))) return;
    let wasUnknown = false;
    for (const { keyword, at, place } of instructions) {
      const isUnknown = !KNOWN_KEYWORDS.includes(keyword);
      // of lines that belong to one slip the first tells it
      const isNew = isUnknown && !wasUnknown && !place.isTrigger;
      wasUnknown = isUnknown;
      if (!isNew) continue;
      const nearest = nearestName(keyword, KNOWN_KEYWORDS);
      report({
        at,
        message: `There is no instruction \`${shortened(keyword)}\`: ${nearest === null ? 'correct it, or continue the line above' : `perhaps \`${nearest}\` was meant`}.`,
        fix: () => {
          const written = source.slice(at.start, at.end);
          if (nearest === null || written.length !== keyword.length) return null;
          const text = written === written.toLowerCase() ? nearest.toLowerCase() : nearest;
          return [{ range: at, text }];
        },
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nWROKDIR /app\n',
      lines: [2],
      fixed: 'FROM debian:13\nWORKDIR /app\n',
    },
    { text: 'FROM debian:13\nRUN a\n  && b\n  && c\n', lines: [3] },
  ],
  valid: [
    { text: 'from debian:13\nrun true\n' },
    { text: 'FROM debian:13\n{{ if .X }}\nRUN true\n{{ end }}\n' },
  ],
});

const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
