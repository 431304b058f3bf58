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

  invalid: [once('rm-of-root', 'rm -rf "$DIR"/*'), once('rm-of-root', 'rm -rf "${DIR}/usr"')],
  valid: [
    { text: run('rm -rf "${DIR:?}"/* && rm -rf "$DIR/cache"') },
    { text: 'FROM debian:13\nENV DIR=/x\nRUN rm -rf "$DIR"/*\n' },
  ],
});
