import { defineShellCheck, once, run } from './check.ts';
import type { WordNode } from '../../syntax/shell/index.ts';
import { literalOf, nameOf, partsOf, wordsOf } from './words.ts';

const ESCAPE = /\\(?:[rntabefv\\']|[0-7]{1,3}|x[0-9A-Fa-f]{1,2})/;

/** `echo` where it does too much, or does it differently from shell to shell. */
export const echoes = defineShellCheck({
  faults: {
    'echo-escapes': { codes: ['SC2028'], severity: 'info', recommended: false },
    'useless-echo': { codes: ['SC2005'], severity: 'style', recommended: false },
  },

  visits: {
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

  invalid: [once('echo-escapes', "echo 'a\\nb' > /x"), once('useless-echo', 'echo "$(date)"')],
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
