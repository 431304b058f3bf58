import { defineRule, type InstructionFacts } from '../lint/index.ts';

/** Looks like a list of strings: a quote right behind the bracket, and a comma between strings or the bracket behind one. */
const LIST = /^\[\s*(?:["'“”‘’][^]*?["'“”‘’]\s*(?:,|\]\s*$)|[^\s\]"']+\s*,[^]*\]\s*$)/;

export const invalidJsonForm = defineRule({
  id: 'invalid-json-form',
  title: 'JSON arrays that are JSON',
  why: 'What looks like an array but is none is taken as text for the shell, brackets and commas included: `[node, app.js]` looks for a program called `[node,`.',
  remedy: 'Put every word into double quotes, with commas between them and none behind the last.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/invalid-json-form'] },
  links: ['https://docs.docker.com/reference/dockerfile/#exec-form'],

  instructions: Object.fromEntries(
    'RUN CMD ENTRYPOINT SHELL COPY ADD VOLUME HEALTHCHECK'.split(' ').map((keyword) => [
      keyword,
      (one: InstructionFacts, { report }) => {
        const node = keyword === 'HEALTHCHECK' ? one.node.inner : one.node;
        if (node === null || node.json !== null || !node.argument.startsWith('[')) return;
        if (!LIST.test(node.argument)) return;
        report({
          at: node.argumentRange,
          message: `The list of this ${keyword} is no JSON, so it is read as plain text: put each word into double quotes, with commas between.`,
          fix: () => {
            const text = repaired(node.argument);
            return text === null ? null : [{ range: node.argumentRange, text }];
          },
        });
      },
    ]),
  ),

  invalid: [
    {
      text: "FROM debian:13\nCMD ['node', 'app.js']\n",
      lines: [2],
      fixed: 'FROM debian:13\nCMD ["node", "app.js"]\n',
    },
    {
      text: 'FROM debian:13\nENTRYPOINT ["node", "app.js",]\n',
      lines: [2],
      fixed: 'FROM debian:13\nENTRYPOINT ["node", "app.js"]\n',
    },
    { text: 'FROM debian:13\nCMD [node, app.js]\n', lines: [2] },
    { text: 'FROM debian:13\nCMD ["a", 1]\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN [ -f /x ] && echo y\nRUN [ "$A" = "b" ] || exit 1\n' },
    { text: 'FROM debian:13\nCMD ["a"]\nRUN [[ "$A" == "b" ]]\nVOLUME ["/a"]\n' },
  ],
});

/** The same list with the quotes and commas that it lacks or has too many of; null where that is not all. */
function repaired(text: string): string | null {
  const straight = text.replaceAll(/[“”]/g, '"').replaceAll(/[‘’]/g, "'");
  const single = /["\\]/.test(straight) ? straight : straight.replaceAll("'", '"');
  for (const candidate of [straight, single, single.replace(/,\s*\]\s*$/, ']')]) {
    try {
      const parsed: unknown = JSON.parse(candidate);
      if (Array.isArray(parsed) && parsed.every((each) => typeof each === 'string')) return candidate;
    } catch {
      // the next one may be right
    }
  }
  return null;
}
