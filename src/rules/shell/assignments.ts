import { defineShellCheck, once, run } from './check.ts';
import { literalOf, wordsOf } from './words.ts';

/** Blanks around `=` make something else of an assignment. */
export const assignments = defineShellCheck({
  faults: {
    'blanks-around-equals': { codes: ['SC2283', 'SC1068'], severity: 'error' },
    'blank-behind-equals': { codes: ['SC1007'], severity: 'warning', recommended: false },
    'dollar-before-assignment': { codes: ['SC1066', 'SC2281'], severity: 'error' },
  },

  visits: {
    Command(node, { report, place }) {
      const name = literalOf(node.name);
      const [second] = wordsOf(node);
      if (name !== null && /^[A-Za-z_]\w*$/.test(name) && second !== undefined && second.text.startsWith('='))
        report({
          id: 'blanks-around-equals',
          at: node,
          message: `This runs the command \`${name}\` with \`=\` as an argument; an assignment has no blanks around its \`=\`.`,
        });
      const parts = node.name?.parts ?? [];
      if (
        parts[0]?.type === 'SimpleExpansion' &&
        parts[1]?.type === 'Literal' &&
        parts[1].value.startsWith('=')
      )
        report({
          id: 'dollar-before-assignment',
          at: node.name ?? node,
          message: `The \`$\` puts the variable's value in, so this is no assignment; write \`${parts[0].text.slice(1)}=…\`.`,
        });
      for (const one of node.prefix) {
        if (
          one.type !== 'Assignment' ||
          one.value.type !== 'Word' ||
          one.value.text !== '' ||
          one.name === 'IFS'
        )
          continue;
        if (!/^[ \t]+[^\s&|;<>)#]/.test(place.text.slice(one.end, one.end + 200))) continue;
        report({
          id: 'blank-behind-equals',
          at: one,
          message: `The blank behind \`=\` makes ${one.name} empty for one command; write \`${one.name}=''\` if that is meant.`,
        });
      }
    },
  },

  invalid: [
    once('blanks-around-equals', 'VERSION = 1.2 && make'),
    once('dollar-before-assignment', '$VERSION=1.2 && make'),
    once('blank-behind-equals', 'CFLAGS= make'),
  ],
  valid: [{ text: run("VERSION=1.2 CFLAGS='' make && IFS= read -r a") }],
});
