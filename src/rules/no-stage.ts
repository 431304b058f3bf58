import { defineRule } from '../lint/index.ts';
import { isTemplate } from './names/keywords.ts';

export const noStage = defineRule({
  id: 'no-stage',
  title: 'A FROM in each Dockerfile',
  why: 'Without FROM there is nothing to build: the builder refuses the file.',
  remedy: 'Begin with FROM.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/require-stages'] },
  links: ['https://docs.docker.com/reference/dockerfile/#from'],

  dockerfile({ isFragment, instructions }, { report }) {
    // a template is no Dockerfile yet
    if (!isFragment || instructions.some(({ keyword }) => isTemplate(keyword))) return;
    report({
      at: instructions[0]?.at ?? { start: 0, end: 0 },
      message: `There is no FROM, so there is nothing to build${instructions.length === 0 ? ': write what to start from' : ' on: begin with what to start from'}.`,
    });
  },

  invalid: [
    { text: 'RUN true\n', lines: [1] },
    { text: '# nothing\n', lines: [1] },
  ],
  valid: [{ text: 'ARG A\nFROM debian:13\n' }],
});
