import { defineRule, type InstructionFacts } from '../lint/index.ts';

export const instructionCasing = defineRule({
  id: 'instruction-casing',
  title: 'All keywords in the same case',
  why: 'Docker reads keywords in any case, people do not: keywords that all look alike are found at a glance.',
  remedy: 'Write all keywords as most of the file has them; capitals are the custom.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['ConsistentInstructionCasing'] },
  links: ['https://docs.docker.com/reference/build-checks/consistent-instruction-casing/'],

  dockerfile({ stages }, { report }) {
    const all = stages.flatMap(({ from, instructions }) =>
      [...(from === null ? [] : [from]), ...instructions].filter(({ place }) => !place.isTrigger),
    );
    const written = all.map((one) => ({ one, word: keywordOf(one) }));
    const lower = written.filter(({ word }) => word === word.toLowerCase()).length;
    const upper = written.filter(({ word }) => word === word.toUpperCase()).length;
    const isLower = lower > upper;
    for (const { one, word } of written) {
      const right = isLower ? word.toLowerCase() : word.toUpperCase();
      if (word === right) continue;
      report({
        at: one.inFirstLine(one.at),
        message: `\`${word}\` stands among keywords that are mostly in ${isLower ? 'lower case' : 'capitals'}: write \`${right}\`.`,
        fix: () => (one.at.end - one.at.start === right.length ? [{ range: one.at, text: right }] : null),
      });
    }
  },

  invalid: [
    {
      text: 'from debian:13\nRUN true\nCmd ["true"]\n',
      lines: [1, 3],
      fixed: 'FROM debian:13\nRUN true\nCMD ["true"]\n',
    },
    {
      text: 'from debian:13\nrun true\nCMD ["true"]\n',
      lines: [3],
      fixed: 'from debian:13\nrun true\ncmd ["true"]\n',
    },
  ],
  valid: [{ text: 'from debian:13\nrun true\n' }, { text: 'arg A=1\nFROM debian:13\nONBUILD run true\n' }],
});

/** As it is written, but without a continuation in it. */
function keywordOf({ node, place }: InstructionFacts): string {
  const written = place.source.slice(node.keywordRange.start, node.keywordRange.end);
  return written.length === node.keyword.length ? written : written.replaceAll(/[^a-z]/gi, '');
}
