import { defineRule } from '../lint/index.ts';
import { nearestName } from './names/nearest.ts';

const NAMES = ['syntax', 'escape', 'check'];

export const syntaxDirectiveTypo = defineRule({
  id: 'syntax-directive-typo',
  title: 'Parser directives that are heard',
  why: 'A directive is one only at the very top, before any other comment and without an empty line, and spelt right. Otherwise it is a comment: another frontend builds, the escape character is another.',
  remedy: 'Correct the name, and put it at the top.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/syntax-directive-typo'] },
  links: ['https://docs.docker.com/reference/dockerfile/#parser-directives'],

  dockerfile({ tree }, { report }) {
    let isTop = true;
    for (const { kind, range } of tree.nodes) {
      if (kind === 'instruction') return;
      if (kind !== 'comment') {
        isTop &&= kind === 'directive' || range.end - range.start <= 1;
        continue;
      }
      const text = tree.source.slice(range.start, range.end);
      const [, before = '', name = '', value = ''] = /^(#\s*)([a-z]+)\s*[=:]\s*(\S+)\s*$/i.exec(text) ?? [];
      const wasTop = isTop;
      isTop = false;
      if (name === '' || !isValue(value)) continue;
      const meant = nearestName(name, NAMES);
      if (meant === null) continue;
      const start = range.start + before.length;
      const isSpelt = meant === name.toLowerCase();
      // a directive with a colon, or one that stands too far down
      if (isSpelt && wasTop && !/^#\s*\w+\s*:/.test(text)) continue;
      report({
        at: { start: range.start, end: range.end },
        message: isSpelt
          ? `\`${text}\` is only a comment here: a directive is written with \`=\` and stands at the very top of the file.`
          : `\`${name}\` is no directive, so this line is only a comment: \`${meant}\` was probably meant.`,
        fix: () =>
          isSpelt || !wasTop ? null : [{ range: { start, end: start + name.length }, text: meant }],
      });
    }
  },

  invalid: [
    {
      text: '# sytnax=docker/dockerfile:1\nFROM debian:13\n',
      lines: [1],
      fixed: '# syntax=docker/dockerfile:1\nFROM debian:13\n',
    },
    { text: '# builds it\n# syntax=docker/dockerfile:1\nFROM debian:13\n', lines: [2] },
    { text: '# syntax: docker/dockerfile:1\nFROM debian:13\n', lines: [1] },
  ],
  valid: [
    { text: '# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`\nFROM debian:13\n' },
    { text: '# author=somebody\n# Syntax = old\nFROM debian:13\n' },
  ],
});

const isValue = (text: string): boolean =>
  /dockerfile/i.test(text) || text === '`' || text === '\\' || /^(?:skip|error|experimental)=/.test(text);
