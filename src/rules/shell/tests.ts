import { defineShellCheck, once, run } from './check.ts';
import { literalOf, nameOf, wordsOf } from './words.ts';

/** `[ … ]` in forms that shells read differently. */
export const tests = defineShellCheck({
  faults: { 'test-and-or': { codes: ['SC2166'], severity: 'warning' } },

  visits: {
    Command(node, { report }) {
      const name = nameOf(node);
      if (name !== '[' && name !== 'test') return;
      const words = wordsOf(node);
      for (const [index, word] of words.entries()) {
        const text = literalOf(word);
        if (
          (text !== '-a' && text !== '-o') ||
          index < 2 ||
          index > words.length - 3 + Number(name === 'test')
        )
          continue;
        if (word.text !== text) continue;
        const joint = text === '-a' ? '&&' : '||';
        report({
          at: word,
          message: `\`${text}\` is read differently from shell to shell; write \`[ … ] ${joint} [ … ]\`.`,
          ...(name === '[' && !words.some((each) => /^\\?[()!]$/.test(each.text))
            ? { fix: (range) => [{ range, text: `] ${joint} [` }] }
            : {}),
        });
      }
    },
  },

  invalid: [once('test-and-or', '[ -f /a -a -f /b ] && make', '[ -f /a ] && [ -f /b ] && make')],
  valid: [{ text: run('[ -f /a ] && [ -f /b ] && [ -a /x ]') }],
});
