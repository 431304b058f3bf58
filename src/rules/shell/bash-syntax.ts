import { defineShellCheck, once, run } from './check.ts';
import { faultsOf, reportFeature } from './portability.ts';

const BASH = 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\nRUN ';

/** Syntax of bash in a script that sh reads. */
export const bashSyntax = defineShellCheck({
  faults: faultsOf(
    'double-brackets',
    'process-substitution',
    'ansi-c-quotes',
    'here-string',
    'both-redirect',
    'arrays',
    'plus-equals',
    'arithmetic-command',
    'increment',
    'function-keyword',
    'brace-expansion',
  ),

  visits: {
    TestCommand(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'double-brackets', { at: node });
    },
    ProcessSubstitution(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'process-substitution', { at: node });
    },
    AnsiCQuoted(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'ansi-c-quotes', { at: node });
    },
    HereString(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'here-string', { at: node });
    },
    Redirect(node, scene) {
      if (scene.isPosix && node.operator.startsWith('&>'))
        reportFeature(scene, 'both-redirect', { at: node });
    },
    ArrayValue(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'arrays', { at: node });
    },
    Assignment(node, scene) {
      if (scene.isPosix && node.append === true && node.value.type === 'Word')
        reportFeature(scene, 'plus-equals', { at: node });
    },
    ArithmeticCommand(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'arithmetic-command', { at: node });
    },
    ArithmeticFor(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'arithmetic-command', { at: node });
    },
    ArithmeticUnary(node, scene) {
      if (
        scene.isPosix &&
        /^(?:\+\+|--)$/.test(node.operator) &&
        !scene.place.parents.some(({ type }) => type === 'ArithmeticFor' || type === 'ArithmeticCommand')
      )
        reportFeature(scene, 'increment', { at: node });
    },
    Function(node, scene) {
      if (scene.isPosix && /^function\b/.test(scene.place.text.slice(node.pos, node.pos + 9)))
        reportFeature(scene, 'function-keyword', {
          at: { ...scene.place.range({ pos: node.pos, end: node.pos + 8 }) },
        });
    },
    BraceExpansion(node, scene) {
      if (scene.isPosix) reportFeature(scene, 'brace-expansion', { at: node });
    },
  },

  invalid: [
    once('double-brackets', '[[ -f /x ]] && make'),
    once('double-brackets-works-here', '[[ -f /x ]] && make', null, 'alpine:3.22'),
    once('process-substitution', 'diff a <(sort b)'),
    once('ansi-c-quotes', "printf %s $'a\\tb'"),
    once('here-string', 'sort <<< "b"'),
    once('both-redirect', 'make &> /log'),
    once('arrays', 'a=(1 2)'),
    once('plus-equals', 'A=1 && A+=2'),
    once('arithmetic-command', '((1 + 1))'),
    once('increment', 'i=1 && echo "$((i++))"'),
    once('function-keyword', 'function f { :; }; f'),
    once('brace-expansion', 'mkdir -p /srv/{data,logs}'),
    once('brace-expansion', 'mkdir -p /srv/{data,logs}', null, 'alpine:3.22'),
    once('brace-expansion-works-here', 'mkdir -p /srv/{data,logs}', null, 'fedora:43'),
  ],
  valid: [
    {
      text: `${BASH}[[ -f /x ]] && a=(1 2) && mkdir -p /srv/{data,logs} &> /log && sort <<< "b" && diff a <(sort b)\n`,
    },
    { text: run('[ -f /x ] && mkdir -p /srv/data /srv/logs > /log 2>&1 && awk "{print}" f') },
    { text: 'FROM debian:13\n# hadolint shell=bash\nRUN [[ -f /x ]] && make\n' },
    { text: 'FROM debian:13\nRUN <<EOF\n#!/bin/bash\n[[ -f /x ]] && make\nEOF\n' },
  ],
});
