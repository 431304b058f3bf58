import { defineRule } from '../lint/index.ts';
import { MOST_NAMES, nearestName } from './names/nearest.ts';

export const undefinedArgInFrom = defineRule({
  id: 'undefined-arg-in-from',
  title: 'Only declared arguments in FROM',
  why: 'FROM sees only what an ARG before the first FROM declares, and the platform arguments. What is not declared is empty, even if it is given with --build-arg.',
  remedy: 'Declare it with ARG before the first FROM.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { buildkit: ['UndefinedArgInFrom'] },
  links: ['https://docs.docker.com/reference/build-checks/undefined-arg-in-from/'],

  instructions: {
    FROM(from, { report }) {
      if (from.place.isTrigger) return;
      const [base] = from.node.words;
      const platform = from.node.flags.find(({ name }) => name === 'platform');
      for (const [text, range] of [
        [base?.raw, base?.range],
        [platform?.value, platform?.range],
      ] as const) {
        if (text == null || range === undefined) continue;
        for (const name of from.built(text).undefinedNames) {
          const nearest = nearestName(name, from.place.scope.names(MOST_NAMES));
          report({
            at: from.inFirstLine(range),
            message: `\`${name}\` is not declared before the first FROM, so it is empty here${nearest === null ? '' : `; perhaps \`${nearest}\` was meant`}. Declare it with ARG there.`,
          });
        }
      }
    },
  },

  invalid: [
    { text: 'FROM debian:${TAG}\n', lines: [1] },
    { text: 'ARG IMAGE=debian\nFROM ${IMAG}:13\n', lines: [2] },
    { text: 'FROM --platform=$PLATFORM debian:13\nARG PLATFORM\n', lines: [1] },
    { text: 'FROM debian:${TAG:-13}\n', lines: [1] },
  ],
  valid: [{ text: 'ARG TAG\nFROM debian:${TAG}\n' }, { text: 'FROM --platform=$BUILDPLATFORM debian:13\n' }],
});
