import { defineRule, type InstructionFacts } from '../lint/index.ts';
import { envPairs } from '../syntax/dockerfile/index.ts';

const RESERVED = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;

export const labelKeyFormat = defineRule({
  id: 'label-key-format',
  title: 'Label keys follow the rules for their names',
  why: 'Tools look for labels by their exact names. Keys with capitals, blanks or signs are missed by some, and Docker keeps a few prefixes for itself.',
  remedy:
    'Write lower-case letters, digits, dots and hyphens, beginning with a letter: `org.opencontainers.image.title`.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  // a tool may look for the old name
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3048'], tally: ['tally/labels/valid-key'] },
  links: ['https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations'],

  instructions: {
    LABEL(instruction, { report }) {
      const pairs = envPairs(instruction.node);
      const names = new Set(pairs.map(({ name }) => name));
      for (const { name, nameRange } of pairs) {
        const key = keyOf(name, instruction);
        const wrong = faultOf(key);
        if (wrong === null) continue;
        const better = key.toLowerCase();
        report({
          at: nameRange,
          message: `The label key \`${key}\` ${wrong}.`,
          fix: () => {
            const written = instruction.place.source.slice(nameRange.start, nameRange.end);
            const canBe = key === name && better !== key && faultOf(better) === null && !names.has(better);
            return canBe && written.includes(key)
              ? [{ range: nameRange, text: written.replace(key, better) }]
              : null;
          },
        });
      }
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nLABEL com.docker.label="a" .invalid="b" in..valid=c invalid$character=d\n',
      lines: [2, 2, 2, 2],
    },
    {
      text: 'FROM debian:13\nLABEL Maintainer="a" \\\n      "Vendor"="b"\n',
      lines: [2, 3],
      fixed: 'FROM debian:13\nLABEL maintainer="a" \\\n      "vendor"="b"\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nLABEL org.valid-key.label3="a" valid_label=b io.x/y=c\n' },
    { text: 'FROM debian:13\nARG NAME=acme\nLABEL dev.${NAME}.team=a\n' },
  ],
});

/** With the file's variables put in where they are known. */
const keyOf = (name: string, instruction: InstructionFacts): string =>
  name.includes('$') ? instruction.valueOf(name) || name : name;

function faultOf(key: string): string | null {
  if (RESERVED.test(key))
    return 'has a prefix that Docker keeps for itself; use the reversed name of a domain that is yours';
  if (!/^[a-z]/.test(key)) return 'should begin with a lower-case letter';
  if (!/[a-z0-9]$/.test(key)) return 'should end in a letter or a digit';
  if (/[^a-z0-9._/-]/.test(key)) return 'should have only lower-case letters, digits, dots and hyphens';
  return /\.\.|--/.test(key) ? 'has two dots or hyphens in a row' : null;
}
