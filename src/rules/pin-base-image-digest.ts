import { defineRule } from '../lint/index.ts';
import { namedBase } from './bases/named.ts';

export const pinBaseImageDigest = defineRule({
  id: 'pin-base-image-digest',
  title: 'A digest for the base image',
  why: 'A tag can be pushed again, by its owner or by somebody who got into the account; only a digest names one exact image.',
  remedy:
    'Append the digest that the tag stands for, and let an updater (Renovate, Dependabot) move both. `shipshape improve` does both.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 2,
  // without an updater a digest only keeps security fixes out
  recommended: false,
  aliases: {},
  links: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],

  stage(stage, { report }) {
    const named = namedBase(stage);
    if (named === null || named.tag === null || named.tag === '' || named.hasDigest || stage.base === null)
      return;
    report({
      at: stage.base.range,
      message: `\`${named.text}\` can be pushed again with other content: append the digest of the image that was tested.`,
    });
  },

  invalid: [{ text: 'FROM debian:13\n', lines: [1] }],
  valid: [{ text: `FROM debian:13@sha256:${'0'.repeat(64)}\n` }, { text: 'FROM scratch AS a\nFROM a\n' }],
});
