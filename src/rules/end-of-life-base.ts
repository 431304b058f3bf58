import { defineRule } from '../lint/index.ts';
import { parseReference, parseTag } from '../model/image-reference/index.ts';
import { endedLine } from './bases/end-of-life.ts';
import { namedBase } from './bases/named.ts';

export const endOfLifeBase = defineRule({
  id: 'end-of-life-base',
  title: 'A base that still gets security fixes',
  why: 'A release that has come to its end gets no more fixes: each hole that is found in it from then on stays open in what is built on it.',
  remedy: 'Move to a release that is still maintained, and test it.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 6,
  aliases: { tally: ['tally/ruby/eol-ruby-version'] },
  links: ['https://endoflife.date/'],

  stage(stage, { report }) {
    const named = namedBase(stage);
    const reference = named === null ? null : parseReference(named.text);
    if (reference?.tag == null || stage.base === null) return;
    const { version, suite } = parseTag(reference.tag);
    const ended = endedLine(reference.familiarName, version, suite);
    if (ended === null) return;
    report({
      at: stage.base.range,
      message: `\`${reference.text}\` stands on ${ended.line}, which has had no security fixes since ${ended.since}: move to a release that is maintained.`,
    });
  },

  invalid: [
    { text: 'FROM python:3.8-slim\n', lines: [1] },
    { text: 'FROM node:22-buster AS a\nFROM node:16.3.0-alpine\n', lines: [1, 2] },
    { text: 'FROM ruby:3.4-alpine3.15\n', lines: [1] },
    { text: 'FROM debian:buster-slim\n', lines: [1] },
  ],
  valid: [
    { text: 'FROM python:3.13-slim\n' },
    { text: 'FROM debian:13\n' },
    { text: 'FROM example.org/python:3.8\n' },
    { text: 'FROM node:lts\n' },
  ],
});
