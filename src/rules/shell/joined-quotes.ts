import type { WordPartNode } from '../../syntax/shell/index.ts';
import { shown } from './variables.ts';
import { defineShellCheck, once, run } from './check.ts';

/** `"a "b" c"`: the inner quotes end the outer ones instead of standing in them. */
export const joinedQuotes = defineShellCheck({
  faults: {
    'quotes-end-early': { codes: ['SC2140'], severity: 'warning' },
    'quotes-undone': { codes: ['SC2027'], severity: 'warning' },
  },

  visits: {
    Word(node, { place, report }) {
      const parts = node.parts ?? [];
      if (parts.length < 3 || place.parent?.type === 'TestBinary' || place.parent?.type === 'ArrayValue')
        return;
      for (let index = 1; index < parts.length - 1; index++) {
        const before = parts[index - 1] as WordPartNode;
        const middle = parts[index] as WordPartNode;
        const after = parts[index + 1] as WordPartNode;
        if (before.type !== 'DoubleQuoted' || after.type !== 'DoubleQuoted') continue;
        if (middle.type === 'Literal') {
          if (quotesOne(before) && quotesOne(after)) continue;
          if (!/^[\w.-]+$/.test(middle.value) || middle.text.includes('\\')) continue;
          report({
            id: 'quotes-end-early',
            at: middle,
            message:
              'The quotes around this end the text before it and begin another, so they are not in the value; escape them (`\\"`) if they should be.',
          });
          continue;
        }
        if (middle.type !== 'SimpleExpansion' && middle.type !== 'ParameterExpansion') continue;
        if (quotesOne(before) && quotesOne(after)) continue;
        report({
          id: 'quotes-undone',
          at: node,
          message: `${shown(middle)} stands outside of the quotes that seem to hold it; take the inner quotes out or escape them.`,
        });
        return;
      }
    },
  },

  invalid: [once('quotes-end-early', 'echo "a "b" c"'), once('quotes-undone', 'V=1 && echo "a "$V" c"')],
  valid: [{ text: run('V=1 && echo "$V"x"$V" && echo "a b"/"c d" && echo \'a\'b"c"') }],
});

const quotesOne = ({ parts }: { parts?: readonly unknown[] | undefined }): boolean =>
  parts?.length === 1 && (parts[0] as { type: string }).type !== 'Literal';
