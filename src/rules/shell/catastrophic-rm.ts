import type { WordPartNode } from '../../syntax/shell/index.ts';
import { defineShellCheck, once, run } from './check.ts';
import { nameOf, optionsOf, partsOf } from './words.ts';
import { variableOf } from './variables.ts';

/** `rm -rf "$DIR"/*` empties the whole system when DIR is empty. */
export const catastrophicRm = defineShellCheck({
  faults: { 'rm-of-root': { codes: ['SC2115'], severity: 'warning' } },

  visits: {
    Command(node, { variables, report }) {
      if (nameOf(node) !== 'rm') return;
      const { letters, long, operands } = optionsOf(node);
      if (!/r/i.test(letters) && !long.includes('--recursive')) return;
      for (const word of operands) {
        const [first, ...rest] = partsOf(word);
        if (first?.type === 'Literal' && /^\/+$/.test(first.value) && rest.length === 1) {
          const [name] = rest.flatMap((part): readonly WordPartNode[] =>
            part.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts : [part],
          );
          if (
            name?.type === 'SimpleExpansion' &&
            !variables.isOfFile(variableOf(name)) &&
            /^\$[A-Za-z_]/.test(name.text)
          )
            report({
              at: word,
              message: `If \`${variableOf(name)}\` is empty, this removes \`/\`; write \`\${${variableOf(name)}:?}\`, which stops then.`,
            });
          continue;
        }
        const inner = first?.type === 'DoubleQuoted' && first.parts.length >= 1 ? first.parts[0] : first;
        if (inner?.type !== 'SimpleExpansion' && inner?.type !== 'ParameterExpansion') continue;
        if (inner.type === 'ParameterExpansion' && inner.operation !== undefined) continue;
        const quoted = first?.type === 'DoubleQuoted' ? first.parts.slice(1) : [];
        const behind = [...quoted, ...rest]
          .map((part) => part.text)
          .join('')
          .replaceAll(/["']/g, '');
        if (
          !/^\/+(?:\*|(?:bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)?\/*\*?)$/.test(
            behind,
          )
        )
          continue;
        const name = variableOf(inner);
        if (variables.isOfFile(name) || !/^[A-Za-z_]/.test(name)) continue;
        report({
          at: word,
          message: `If \`${name}\` is empty, this removes \`${behind}\`; write \`\${${name}:?}\`, which stops then.`,
        });
      }
    },
  },

  invalid: [
    once('rm-of-root', 'rm -rf "$DIR"/*'),
    once('rm-of-root', 'rm -rf "${DIR}/usr"'),
    once('rm-of-root', 'rm -rf /"$DIR"'),
  ],
  valid: [
    { text: run('rm -rf "${DIR:?}"/* && rm -rf "$DIR/cache"') },
    { text: 'FROM debian:13\nENV DIR=/x\nRUN rm -rf "$DIR"/*\n' },
  ],
});
