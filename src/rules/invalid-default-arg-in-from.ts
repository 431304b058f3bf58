import { defineRule } from '../lint/index.ts';
import { parseReference } from '../model/image-reference/index.ts';

export const invalidDefaultArgInFrom = defineRule({
  id: 'invalid-default-arg-in-from',
  title: 'A base that can be named without build arguments',
  why: 'With no --build-arg the name of the base comes out empty or as none that a registry could have, so that a plain `docker build` fails.',
  remedy: 'Give the ARG a default that makes a valid name.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { buildkit: ['InvalidDefaultArgInFrom'] },
  links: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],

  dockerfile({ stages }, { report }) {
    for (const { from, base } of stages) {
      // other numbers of words are refused before
      if (from === null || base === null || ![1, 3].includes(from.node.words.length)) continue;
      const { text } = from.built(base.raw);
      // BuildKit gives the check up where it cannot read a name
      if (text === null) return;
      if (parseReference(text) !== null) continue;
      report({
        at: from.inFirstLine(base.range),
        message:
          text === base.raw
            ? `\`${text}\` is no valid name of an image: a repository is written in lower case, a digest in full.`
            : `Without build arguments \`${base.raw}\` comes to ${text === '' ? 'nothing' : `\`${text}\``}, which names no image: give its ARG a default.`,
      });
    }
  },

  invalid: [
    { text: 'ARG TAG\nFROM debian:${TAG}\n', lines: [2] },
    { text: 'FROM Debian\n', lines: [1] },
  ],
  valid: [
    { text: 'ARG TAG=13\nFROM debian:${TAG}\n' },
    { text: 'ARG TAG\nFROM debian:${TAG:-13}\n' },
    { text: 'FROM scratch\n' },
    { text: 'FROM app-$TARGETARCH\n' },
  ],
});
