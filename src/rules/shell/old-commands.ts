import type { WordNode, WordPartNode } from '../../syntax/shell/index.ts';
import { defineShellCheck, once, run } from './check.ts';
import { nameOf, optionsOf, partsOf } from './words.ts';

/** Commands and options that there is a better form of. */
export const oldCommands = defineShellCheck({
  faults: {
    egrep: { codes: ['SC2196'], severity: 'info', recommended: false },
    fgrep: { codes: ['SC2197'], severity: 'info', recommended: false },
    'read-without-r': { codes: ['SC2162'], severity: 'info', recommended: false },
    'ln-without-destination': { codes: ['SC2226'], severity: 'warning' },
    'mkdir-mode-of-parents': { codes: ['SC2174'], severity: 'warning' },
    'printf-variable-format': { codes: ['SC2059'], severity: 'info' },
  },

  visits: {
    Command(node, { report, place }) {
      const name = nameOf(node);
      if (node.name === undefined) return;
      if (name === 'egrep' || name === 'fgrep') {
        const word = node.name;
        const instead = name === 'egrep' ? 'grep -E' : 'grep -F';
        report({
          id: name,
          at: word,
          message: `\`${name}\` is going away and warns in newer versions; write \`${instead}\`.`,
          isSafe: true,
          ...(word.text === name ? { fix: (range) => [{ range, text: instead }] } : {}),
        });
      } else if (name === 'read' && !optionsOf(node).letters.includes('r'))
        report({
          id: 'read-without-r',
          at: node.name,
          message: 'Without `-r`, `read` eats backslashes.',
          fix: ({ end }) => [{ range: { start: end, end }, text: ' -r' }],
        });
      else if (name === 'ln') {
        const { letters, long, operands } = optionsOf(node);
        if (operands.length === 1 && !letters.includes('t') && long.length === 0 && !isMany(operands[0]))
          report({
            id: 'ln-without-destination',
            at: node,
            message:
              '`ln` has no second path, so the link is made in the folder where the step happens to be.',
          });
      } else if (name === 'mkdir') {
        const { letters, operands } = optionsOf(node);
        const deep = operands.some(({ text }) =>
          /[^/]\/+[^/]/.test(text.replace(/^["']?(?:\.{0,2}\/)*/, '')),
        );
        if (letters.includes('p') && letters.includes('m') && deep)
          report({
            id: 'mkdir-mode-of-parents',
            at: node,
            message:
              'With `-p`, the mode of `-m` holds for the deepest folder only; those above it get the usual one.',
          });
      } else if (name === 'printf') {
        const [format] = optionsOf(node).operands;
        const parts = (format?.parts ?? []).flatMap((part): readonly WordPartNode[] =>
          part.type === 'DoubleQuoted' ? part.parts : [part],
        );
        const hasVariable = parts.some(
          ({ type }) => type === 'SimpleExpansion' || type === 'ParameterExpansion',
        );
        if (
          format !== undefined &&
          hasVariable &&
          !/%[^%]/.test(place.text.slice(format.pos, format.end).replaceAll(/\$\{[^}]*\}/g, ''))
        )
          report({
            id: 'printf-variable-format',
            at: format,
            message:
              'A `%` or `\\` in the variable would be read as a format; write `printf \'%s\' "$variable"`.',
          });
      }
    },
  },

  invalid: [
    once('egrep', 'egrep "a|b" /etc/hosts', 'grep -E "a|b" /etc/hosts'),
    once('fgrep', 'fgrep a /etc/hosts', 'grep -F a /etc/hosts'),
    once('read-without-r', 'read line < /etc/hostname', 'read -r line < /etc/hostname'),
    once('ln-without-destination', 'ln -s /opt/app/bin/app'),
    once('mkdir-mode-of-parents', 'mkdir -p -m 700 /root/a/b'),
    once('printf-variable-format', 'printf "$TEXT" > /x'),
  ],
  valid: [
    {
      text: run(`grep -E a /x && read -r a < /x && mkdir -m 700 /b && mkdir -p /a/b && printf '%s' "$TEXT"`),
    },
  ],
});

/** A pattern or an unquoted variable may be several paths. */
const isMany = (word: WordNode | undefined): boolean =>
  word !== undefined && partsOf(word).some(({ type }) => /Glob|Expansion/.test(type));
