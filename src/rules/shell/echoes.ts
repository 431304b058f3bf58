import { defineShellCheck, once, run } from './check.ts';
import type { WordNode } from '../../syntax/shell/index.ts';
import { literalOf, nameOf, partsOf, wordsOf } from './words.ts';

const ESCAPE = /\\(?:[rntabefv\\']|[0-7]{1,3}|x[0-9A-Fa-f]{1,2})/;

/** What `echo` may turn into several words. */
const MANY = /Glob|BraceExpansion/;

/** `echo` where it does too much, or does it differently from shell to shell. */
export const echoes = defineShellCheck({
  faults: {
    'echo-escapes': { codes: ['SC2028'], severity: 'info', recommended: false },
    'useless-echo-inside': { codes: ['SC2116'], severity: 'style', recommended: false },
    'useless-echo': { codes: ['SC2005'], severity: 'style', recommended: false },
  },

  visits: {
    CommandExpansion(node, { report }) {
      const [only, ...others] = node.script?.commands ?? [];
      const command = only?.command;
      if (others.length > 0 || command?.type !== 'Command' || nameOf(command) !== 'echo') return;
      if (command.redirects.length > 0 || command.args.length === 0) return;
      const isPlain = wordsOf(command).every(
        (word) => !word.text.startsWith('-') && partsOf(word).every(({ type }) => !MANY.test(type)),
      );
      if (isPlain)
        report({
          id: 'useless-echo-inside',
          at: node,
          message: '`$(echo …)` gives what it is given; write the text itself.',
        });
    },
    Command(node, { report, instruction }) {
      if (nameOf(node) !== 'echo' || instruction.scriptShell === 'dash') return;
      const words = wordsOf(node);
      const [only] = words;
      const part = only?.parts?.[0];
      const inner = part?.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : part;
      if (
        words.length === 1 &&
        only?.parts?.length === 1 &&
        inner?.type === 'CommandExpansion' &&
        node.args.length === 1
      )
        report({
          id: 'useless-echo',
          at: node,
          message: 'The command inside prints by itself; `echo` adds nothing but a lost exit code.',
        });
      if (words.some((word) => /^-[neE]*e/.test(literalOf(word) ?? ''))) return;
      for (const word of words) {
        if (hasEscape(word))
          report({
            id: 'echo-escapes',
            at: word,
            message:
              "Some shells' `echo` turns this escape into a character and others print it as it stands; use `printf`.",
          });
      }
    },
  },

  invalid: [
    once('useless-echo-inside', 'make V="$(echo "$A")"'),
    once('echo-escapes', "echo 'a\\nb' > /x"),
    once('useless-echo', 'echo "$(date)"'),
  ],
  valid: [{ text: run('printf \'a\\nb\' > /x && echo "on $(date)"') }],
});

const hasEscape = (word: WordNode): boolean =>
  partsOf(word).some((part) => {
    if (part.type === 'SingleQuoted') return ESCAPE.test(part.value);
    return (
      part.type === 'DoubleQuoted' &&
      part.parts.some((child) => child.type === 'Literal' && ESCAPE.test(child.value))
    );
  });
