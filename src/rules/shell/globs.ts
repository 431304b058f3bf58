import { defineShellCheck, once, run } from './check.ts';
import { literalOf, nameOf, partsOf, wordsOf } from './words.ts';
import type { WordNode } from '../../syntax/shell/index.ts';

const FIND_NAMES = /^-i?(?:name|path|wholename|lname)$/;

const isGlob = (word: WordNode): boolean =>
  partsOf(word).some(({ type }) => type === 'Glob' || type === 'ExtendedGlob');

/** Patterns that the shell fills in where something else was meant. */
export const globs = defineShellCheck({
  faults: {
    'glob-as-option': { codes: ['SC2035'], severity: 'info', recommended: false },
    'unquoted-find-pattern': { codes: ['SC2061'], severity: 'warning' },
    'unquoted-grep-pattern': { codes: ['SC2062'], severity: 'warning' },
  },

  visits: {
    Command(node, { report }) {
      const name = nameOf(node);
      const words = wordsOf(node);
      if (name === 'find') {
        for (const [index, word] of words.entries()) {
          if (index === 0 || !isGlob(word) || !FIND_NAMES.test(literalOf(words[index - 1]) ?? '')) continue;
          report({
            id: 'unquoted-find-pattern',
            at: word,
            message: `The shell puts matching files of the current folder in for \`${word.text}\` before find sees it; quote the pattern.`,
            isSafe: false,
            ...(word.text.includes("'") || /["$`\\]/.test(word.text)
              ? {}
              : {
                  fix: ({ start, end }) => [
                    { range: { start, end: start }, text: "'" },
                    { range: { start: end, end }, text: "'" },
                  ],
                }),
          });
        }
      }
      if (name === 'grep' || name === 'egrep') {
        const pattern = words.find((word) => !word.text.startsWith('-'));
        const takes = words.some((word) => /^-[a-zA-Z]*[ef]|^--(?:regexp|file)/.test(word.text));
        if (pattern !== undefined && !takes && isGlob(pattern))
          report({
            id: 'unquoted-grep-pattern',
            at: pattern,
            message: `The shell takes this for a pattern of file names before grep sees it; quote it.`,
          });
      }
      if (name === null || name === 'echo' || name === 'printf' || name === '[') return;
      for (const word of words) {
        if (literalOf(word) === '--') return;
        const [first] = partsOf(word);
        if (first?.type !== 'Glob' || first.kind === 'bracket') continue;
        report({
          id: 'glob-as-option',
          at: word,
          message: `A file whose name begins with \`-\` would be an option of \`${name}\`; write \`./${word.text}\`.`,
          isSafe: false,
          fix: ({ start }) => [{ range: { start, end: start }, text: './' }],
        });
      }
    },
  },

  invalid: [
    once('glob-as-option', 'rm *.tgz', 'rm ./*.tgz'),
    once('unquoted-find-pattern', 'find / -name a*.pyc -delete', "find / -name 'a*.pyc' -delete"),
    once('unquoted-grep-pattern', 'grep foo* /etc/hosts'),
  ],
  valid: [{ text: run(`rm ./*.tgz && rm -- *.x && echo * && find / -name '*.pyc' && grep 'a*' /x`) }],
});
