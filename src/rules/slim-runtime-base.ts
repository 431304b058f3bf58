import { defineRule } from '../lint/index.ts';
import { parseReference, parseTag, withTag } from '../model/image-reference/index.ts';
import { namedBase } from './bases/named.ts';

/** Official images that have a `-slim` beside each full tag. */
const WITH_SLIM = new Set(['python', 'node', 'ruby', 'perl']);

export const slimRuntimeBase = defineRule({
  id: 'slim-runtime-base',
  title: 'A slim base for what is shipped',
  why: 'The full variants of these images hold compilers, headers and version control for builds: most of a gigabyte that a running program does not need.',
  remedy:
    'Take the `-slim` variant of the same tag in the shipped stage, and install there what the program really needs.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 3,
  aliases: { tally: ['tally/gpu/prefer-runtime-final-stage'] },
  links: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],

  dockerfile({ target }, { report }) {
    const stage = target?.root;
    const named = stage === undefined ? null : namedBase(stage);
    const reference = named === null ? null : parseReference(named.text);
    if (named === null || reference === null || stage?.base == null) return;
    const { base } = stage;
    if (!WITH_SLIM.has(reference.familiarName) || reference.tag === null || named.hasDigest) return;
    const { variantWords, rest } = parseTag(reference.tag);
    if (variantWords.length > 0 || rest.length > 0) return;
    if (parseTag(reference.tag).words.some(({ text }) => text.startsWith('alpine'))) return;
    const slim = slimTag(reference.familiarName, reference.tag);
    report({
      at: base.range,
      message: `\`${named.text}\` is the variant for building, and it is shipped: \`${withTag(reference, slim).text}\` holds what is needed to run.`,
      fix: () => (named.isLiteral ? [{ range: base.range, text: withTag(reference, slim).text }] : null),
    });
  },

  invalid: [
    {
      text: 'FROM python:3.13\nCMD ["python", "app.py"]\n',
      lines: [1],
      fixed: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
    },
    {
      text: 'FROM node:22-bookworm AS base\nFROM base\n',
      lines: [1],
      fixed: 'FROM node:22-bookworm-slim AS base\nFROM base\n',
    },
    {
      text: 'FROM python:3.13-bookworm\n',
      lines: [1],
      fixed: 'FROM python:3.13-slim-bookworm\n',
    },
    { text: 'FROM ruby:latest\n', lines: [1], fixed: 'FROM ruby:slim\n' },
  ],
  valid: [
    { text: 'FROM python:3.13-slim\n' },
    { text: 'FROM node:22-alpine\n' },
    { text: 'FROM node:22 AS build\nFROM nginx:1.29\n' },
    { text: 'FROM golang:1.26\n' },
  ],
});

/** Node writes `22-bookworm-slim`, the others `3.13-slim-bookworm`. */
function slimTag(image: string, tag: string): string {
  if (tag === 'latest') return 'slim';
  const { suite } = parseTag(tag);
  return image === 'node' || suite === null || tag === suite
    ? `${tag}-slim`
    : tag.replace(`-${suite}`, `-slim-${suite}`);
}
