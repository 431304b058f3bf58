import { defineRule } from '../lint/index.ts';
import { namedBase } from './bases/named.ts';

const TRIVY = { trivy: ['DS-0001'] };
const ALL = {
  hadolint: ['DL3006'],
  kics: ['9efb0b2d-89c9-41a3-91ca-dcc0aec911fd'],
  checkov: ['CKV_DOCKER_7'],
  ...TRIVY,
};

export const pinBaseImageVersion = defineRule({
  id: 'pin-base-image-version',
  title: 'A version for the base image',
  why: 'A name without a tag means `latest`, which is another image every few weeks: a build that worked yesterday starts from something else today.',
  remedy:
    'Write the tag of a release. `shipshape improve` finds the one that the name stands for now and proves that it works.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 4,
  aliases: { hadolint: ['DL3006'], kics: ALL.kics },
  partOf: { ...TRIVY, checkov: ALL.checkov },
  variants: {
    untagged: { aliases: ALL },
    /** a variable is in the name; most linters leave those alone */
    'by-variable': { aliases: TRIVY },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],

  stage(stage, { report }) {
    const named = namedBase(stage);
    if (named === null || named.tag !== null || named.hasDigest || stage.base === null) return;
    report({
      at: stage.from?.inFirstLine(stage.base.range) ?? stage.at,
      variant: named.isLiteral ? 'untagged' : 'by-variable',
      message: `\`${named.text}\` has no tag, so that each build may start from another image: write the tag of a release.`,
    });
  },

  invalid: [
    { text: 'FROM debian\n', lines: [1], variants: ['untagged'] },
    { text: 'FROM registry.example.org:5000/app AS a\nFROM a\n', lines: [1], variants: ['untagged'] },
    { text: 'ARG BASE=node\nFROM $BASE\n', lines: [2], variants: ['by-variable'] },
  ],
  valid: [
    { text: 'FROM debian:13\n' },
    { text: `FROM debian@sha256:${'0'.repeat(64)}\n` },
    { text: 'FROM scratch\n' },
    { text: 'ARG BASE\nFROM $BASE\n' },
    { text: 'ARG TAG\nFROM debian:$TAG\n' },
    { text: 'FROM --platform=$BUILDPLATFORM node:22 AS build\nFROM build\n' },
  ],
});
