import { defineRule } from '../lint/index.ts';
import { KNOWN_KEYWORDS } from './names/keywords.ts';

const FORBIDDEN = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);
const HADOLINT = { hadolint: ['DL3043'] };
const TALLY = { tally: ['tally/invalid-onbuild-trigger'] };

export const forbiddenOnbuildTrigger = defineRule({
  id: 'forbidden-onbuild-trigger',
  title: 'ONBUILD only with what can be triggered',
  why: 'ONBUILD, FROM and MAINTAINER cannot be triggered, and a keyword that does not exist fails only in the builds of those who start from the image.',
  remedy: 'Trigger another instruction, or take the line out.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { ...HADOLINT, ...TALLY },
  variants: {
    forbidden: { aliases: { ...HADOLINT, ...TALLY } },
    unknown: { aliases: TALLY },
  },
  links: ['https://docs.docker.com/reference/dockerfile/#onbuild'],

  instructions: {
    ONBUILD(one, { report }) {
      const { inner } = one.node;
      if (inner === null || one.place.isTrigger) return;
      const isForbidden = FORBIDDEN.has(inner.keyword);
      if (!isForbidden && KNOWN_KEYWORDS.includes(inner.keyword)) return;
      report({
        at: one.inFirstLine(inner.keywordRange),
        variant: isForbidden ? 'forbidden' : 'unknown',
        message: isForbidden
          ? `ONBUILD cannot trigger ${inner.keyword}: the builder refuses it. Take the line out.`
          : `There is no instruction \`${inner.keyword}\`, and that shows only in builds on this image: correct it.`,
      });
    },
  },

  invalid: [
    { text: 'FROM debian:13\nONBUILD FROM debian:12\n', lines: [2], variants: ['forbidden'] },
    { text: 'FROM debian:13\nONBUILD onbuild RUN true\n', lines: [2], variants: ['forbidden'] },
    { text: 'FROM debian:13\nONBUILD RUNN true\n', lines: [2], variants: ['unknown'] },
  ],
  valid: [{ text: 'FROM debian:13\nONBUILD COPY . /app\nONBUILD HEALTHCHECK NONE\n' }],
});
