import { defineRule } from '../lint/index.ts';
import { dominantEol } from '../syntax/text.ts';
import { envPairs, expansion, type Pair } from '../syntax/dockerfile/index.ts';

export const envSelfReference = defineRule({
  id: 'env-self-reference',
  title: 'No ENV that reads what the same line sets',
  why: 'All pairs of an ENV see the values before it. A variable that is set in the same line still has its old value there, or none.',
  remedy: 'Split the ENV, so that the second one sees what the first has set.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3044'] },
  links: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],

  instructions: {
    ENV(env, { report }) {
      if (!env.node.argument.includes('$')) return;
      const pairs = envPairs(env.node);
      const places = placesOf(pairs);
      for (const [index, pair] of pairs.entries()) {
        const { names } = expansion(pair.raw ?? '', { get: () => 'set', has: () => true }, env.node.escape);
        const name = names.find((each) => isSetByAnother(places.get(each), index));
        if (name === undefined) continue;
        const before = env.lookup(name);
        report({
          at: env.inFirstLine(pair.range),
          message: `\`${pair.name}\` reads \`${name}\`, which the same ENV sets and which ${before === undefined ? 'is still empty here' : 'still has its old value here'}: split the ENV in two.`,
          fix: () => {
            const previous = pairs[index - 1];
            const setBefore = (places.get(name)?.[0] ?? Infinity) < index;
            if (previous === undefined || !setBefore || env.place.isTrigger) return null;
            const text = `${dominantEol(env.place.source)}ENV `;
            return [{ range: { start: previous.range.end, end: pair.range.start }, text }];
          },
        });
      }
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nENV HOME_DIR=/app DATA=$HOME_DIR/data\n',
      lines: [2],
      fixed: 'FROM debian:13\nENV HOME_DIR=/app\nENV DATA=$HOME_DIR/data\n',
    },
    {
      text: 'FROM debian:13\nENV PATH=/a:$PATH PATH=/b:$PATH\n',
      lines: [2, 2],
      fixed: 'FROM debian:13\nENV PATH=/a:$PATH\nENV PATH=/b:$PATH\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nENV PATH=/a:$PATH\nENV A=1 B=$PATH C=\\$A D=A\n' },
    { text: 'FROM debian:13\nARG A\nENV A=$A\n' },
  ],
});

function placesOf(pairs: readonly Pair[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { name }] of pairs.entries()) {
    const others = places.get(name);
    if (others === undefined) places.set(name, [index]);
    else if (others.length < 2) others.push(index);
  }
  return places;
}

const isSetByAnother = (places: readonly number[] | undefined, index: number): boolean =>
  places !== undefined && (places.length > 1 || places[0] !== index);
