import { defineRule } from '../lint/index.ts';
import { namedBase } from './bases/named.ts';

const TRIVY = { trivy: ['DS-0001'] };
const KICS = { kics: ['9efb0b2d-89c9-41a3-91ca-dcc0aec911fd'] };
const ALL = {
  hadolint: ['DL3006'],
  ...KICS,
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
  aliases: { hadolint: ['DL3006'], ...KICS },
  partOf: { ...TRIVY, checkov: ALL.checkov },
  variants: {
    untagged: { aliases: ALL },
    /** a variable is in the name; most linters leave those alone */
    'by-variable': { aliases: { ...TRIVY, ...KICS } },
    /** the variable is an ARG of another stage, which FROM does not see: it is empty */
    'by-argument-of-stage': { aliases: { ...TRIVY, ...KICS }, recommended: false },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],

  dockerfile({ stages }, { report }) {
    for (const stage of stages) {
      const { base, from } = stage;
      if (base === null || from === null) continue;
      const named = namedBase(stage);
      const other = named === null && base.raw.includes('$') ? stages[stage.index - 1]?.scope : undefined;
      const text = named?.text ?? other?.built(base.raw, Infinity, from.node.escape).value ?? '';
      if (text === '' || named?.hasDigest === true || isTagged(text) || stage.parent !== null) continue;
      if (base.isScratch || text === 'scratch') continue;
      report({
        at: from.inFirstLine(base.range),
        variant: named === null ? 'by-argument-of-stage' : named.isLiteral ? 'untagged' : 'by-variable',
        message: `\`${text}\` has no tag, so that each build may start from another image: write the tag of a release.`,
      });
    }
  },

  invalid: [
    { text: 'FROM debian\n', lines: [1], variants: ['untagged'] },
    { text: 'FROM registry.example.org:5000/app AS a\nFROM a\n', lines: [1], variants: ['untagged'] },
    { text: 'ARG BASE=node\nFROM $BASE\n', lines: [2], variants: ['by-variable'] },
    {
      text: 'FROM debian:13\nARG BASE=node\nFROM $BASE\n',
      lines: [3],
      variants: ['by-argument-of-stage'],
    },
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

const isTagged = (text: string): boolean => /[:@]/.test(text.slice(text.lastIndexOf('/') + 1));
