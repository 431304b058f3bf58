import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { envPairs, parseDockerfile } from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';

export const legacyKeyValue = defineRule({
  id: 'legacy-key-value',
  title: 'name=value in ENV and LABEL',
  why: '`ENV name value` takes all that follows for the value, so that a second pair silently becomes a part of the first. The form is deprecated.',
  remedy: 'Write `name=value`, in quotes where there are blanks.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['LegacyKeyValueFormat'] },
  links: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],

  instructions: { ENV: check, LABEL: check },
  stage(stage, context) {
    for (const one of triggeredIn(stage, 'ENV', 'LABEL')) check(one, context);
  },

  invalid: [
    {
      text: 'FROM debian:13\nENV GREETING hello  world\nLABEL a b\n',
      lines: [2, 3],
      fixed: 'FROM debian:13\nENV GREETING="hello  world"\nLABEL a=b\n',
    },
    { text: 'FROM debian:13\nENV A = b\n', lines: [2] },
    { text: 'FROM debian:13\nENV A "b" c\n', lines: [2], fixed: 'FROM debian:13\nENV A="b"\\ c\n' },
  ],
  valid: [{ text: 'FROM debian:13\nENV A=1 B="x y"\n' }, { text: 'FROM debian:13\nARG A\n' }],
});

function check(one: InstructionFacts, { report }: RuleContext): void {
  const [name, value] = one.node.words;
  if (name === undefined || value === undefined || name.raw.includes('=')) return;
  if (!isBuilt(one)) return;
  report({
    at: one.inFirstLine(one.at),
    message: `\`${one.keyword} ${name.raw} …\` is the old form, which takes all that follows for one value: write \`${name.raw}=…\`.`,
    fix: () => (one.place.triggeredBy === null ? withEquals(one) : null),
  });
}

/** The value as it is, in quotes, or with every blank escaped: the first that comes to the same is taken. */
function withEquals({ node, place }: InstructionFacts): Edit[] | null {
  const [name, value] = node.words;
  // `LABEL a = b` has the value `= b`: to write that on would cement what was a slip
  if (name === undefined || value === undefined || value.raw.startsWith('=')) return null;
  const source = place.source.slice(node.range.start, node.range.end);
  const [before] = envPairs(node);
  const quoted = /["\\`]/.test(value.raw) ? [] : [`"${value.raw}"`];
  const escaped = value.raw.replaceAll(/[ \t]/g, (blank) => node.escape + blank);
  const directive = node.escape === '\\' ? '' : `# escape=${node.escape}\n`;
  for (const text of [value.raw, ...quoted, escaped]) {
    const range = { start: name.range.start, end: value.range.end };
    const local = { start: range.start - node.range.start, end: range.end - node.range.start };
    const written = `${name.raw}=${text}`;
    const changed = applyEdits(source, [{ range: local, text: written }]);
    const read = parseDockerfile(directive + changed).instructions[0];
    const after = read === undefined ? [] : envPairs(read);
    if (after.length === 1 && after[0]?.name === before?.name && after[0]?.value === before?.value)
      return [{ range, text: written }];
  }
  return null;
}
