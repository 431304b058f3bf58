import { defineRule, numberOption, booleanOption } from '../lint/index.ts';
import { linesOf } from './layout/lines.ts';

export const maxLines = defineRule({
  id: 'max-lines',
  title: 'No longer than one can read',
  why: 'A long file is hard to read as a whole. Mostly it does several things, of which a stage, a script or a base of its own could take one.',
  remedy: 'Move steps into a stage or a base image of their own, or into a script that is copied.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/max-lines'] },
  options: {
    max: numberOption(50, 'How many lines a file may have.'),
    countAll: booleanOption(false, 'Whether empty lines and comments count.'),
  },
  links: ['https://docs.docker.com/build/building/multi-stage/'],

  dockerfile(file, { report, options }) {
    const counted = linesOf(file).filter(
      ({ text, isBody }) =>
        options.countAll || isBody || (text.trim() !== '' && !text.trimStart().startsWith('#')),
    );
    const over = counted[options.max];
    if (over === undefined) return;
    report({
      at: { start: over.start, end: over.end },
      message: `The file has ${counted.length} lines${options.countAll ? '' : ', empty ones and comments left out'}, more than the ${options.max} that are allowed.`,
    });
  },

  invalid: [{ text: 'FROM debian:13\n\n# one\nRUN a\nRUN b\n', options: { max: 2 }, lines: [5] }],
  valid: [
    { text: 'FROM debian:13\n\n# one\nRUN a\n', options: { max: 2 } },
    { text: 'FROM debian:13\nRUN a\n' },
  ],
});
