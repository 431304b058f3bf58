import { defineRule } from '../lint/index.ts';

export const fromAsCasing = defineRule({
  id: 'from-as-casing',
  title: 'AS in the case of its FROM',
  why: '`FROM … as …` mixes two ways of writing in one line, which makes the stage’s name harder to spot.',
  remedy: 'Write AS as FROM is written.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['FromAsCasing'] },
  links: ['https://docs.docker.com/reference/build-checks/from-as-casing/'],

  instructions: {
    FROM(from, { report }) {
      const [, as, name] = from.node.words;
      if (as === undefined || name === undefined) return;
      const keyword = from.place.source.slice(from.at.start, from.at.end);
      const isLower = keyword === keyword.toLowerCase();
      // what mixes its own letters is another finding
      if (!isLower && keyword !== keyword.toUpperCase()) return;
      const right = isLower ? as.raw.toLowerCase() : as.raw.toUpperCase();
      if (as.raw === right) return;
      report({
        at: from.inFirstLine(as.range),
        message: `\`${as.raw}\` is written in another case than its \`${keyword}\`: write \`${right}\`.`,
        fix: () => [{ range: as.range, text: right }],
      });
    },
  },

  invalid: [
    { text: 'FROM debian:13 as base\n', lines: [1], fixed: 'FROM debian:13 AS base\n' },
    { text: 'from debian:13 AS base\n', lines: [1], fixed: 'from debian:13 as base\n' },
  ],
  valid: [{ text: 'FROM debian:13 AS base\n' }, { text: 'From debian:13 as base\n' }],
});
