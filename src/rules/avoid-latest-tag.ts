import { defineRule } from '../lint/index.ts';
import { namedBase } from './bases/named.ts';

const TRIVY = { trivy: ['DS-0001'] };
const CHECKOV = { checkov: ['CKV_DOCKER_7'] };
const ALL = {
  hadolint: ['DL3007'],
  ...TRIVY,
  kics: ['f45ea400-6bbe-4501-9fc7-1c3d75c32067'],
  ...CHECKOV,
};

export const avoidLatestTag = defineRule({
  id: 'avoid-latest-tag',
  title: 'No latest as the base’s tag',
  why: '`latest` is another image every few weeks: a build that worked yesterday starts from something else today, and nobody can tell from which.',
  remedy:
    'Write the tag of a release. `shipshape improve` finds the one with the same content and proves that it works.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 4,
  aliases: ALL,
  variants: {
    latest: { aliases: ALL },
    /** a variable is in the name; hadolint leaves those alone */
    'by-variable': { aliases: { ...TRIVY, ...CHECKOV } },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],

  stage(stage, { report }) {
    const named = namedBase(stage);
    if (named?.tag !== 'latest' || named.hasDigest || stage.base === null) return;
    report({
      at: stage.from?.inFirstLine(stage.base.range) ?? stage.at,
      variant: named.isLiteral ? 'latest' : 'by-variable',
      message: `\`${named.text}\` moves: each build may start from another image. Write the tag of a release.`,
    });
  },

  invalid: [
    { text: 'FROM debian:latest\n', lines: [1], variants: ['latest'] },
    { text: 'ARG TAG=latest\nFROM debian:$TAG\n', lines: [2], variants: ['by-variable'] },
  ],
  valid: [
    { text: 'FROM debian:13\n' },
    { text: `FROM debian:latest@sha256:${'0'.repeat(64)}\n` },
    { text: 'FROM latest AS latest\n' },
  ],
});
