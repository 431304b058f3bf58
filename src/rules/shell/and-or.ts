import type { ShellNode } from '../../syntax/shell/index.ts';
import { defineShellCheck, once, run } from './check.ts';
import { isAskedFor, nameOf } from './words.ts';

const HARMLESS = new Set(['echo', 'exit', 'return', 'printf', 'true', ':', 'false']);

/** `A && B || C` is no if-then-else: C runs when B fails too. */
export const andOr = defineShellCheck({
  faults: { 'and-or-is-no-if': { codes: ['SC2015'], severity: 'info', recommended: false } },

  visits: {
    AndOr(node, { place, report }) {
      const index = node.operators.length - 1;
      if (node.operators[index] !== '||' || node.operators[index - 1] !== '&&') return;
      const last = node.commands[index + 1];
      const before = node.commands[index];
      if (last === undefined || before === undefined || isHarmless(last) || isTest(before)) return;
      if (isAskedFor(node, place)) return;
      report({
        at: { ...place.range({ pos: last.pos, end: last.end }) },
        message:
          'This runs not only when the condition is false but also when the command before it fails; use `if … then … else`.',
      });
    },
  },

  invalid: [once('and-or-is-no-if', '[ -d /x ] && make x || make y')],
  valid: [{ text: run('[ -d /x ] && make x || true') }, { text: run('[ -d /x ] && make x || exit 1') }],
});

const isHarmless = (node: ShellNode): boolean =>
  node.type === 'Command' &&
  (node.name === undefined ? node.prefix.length > 0 : HARMLESS.has(nameOf(node) ?? ''));

const isTest = (node: ShellNode): boolean =>
  node.type === 'TestCommand' || (node.type === 'Command' && /^(?:\[|test)$/.test(nameOf(node) ?? ''));
