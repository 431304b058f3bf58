import { defineShellCheck, once, run } from './check.ts';

/** Backticks nest badly and are easily taken for quotes. */
export const backticks = defineShellCheck({
  faults: { backticks: { codes: ['SC2006'], severity: 'style' } },

  visits: {
    CommandExpansion(node, { report }) {
      if (!node.text.startsWith('`') || node.text.length <= 2) return;
      const isPlain = !node.text.includes('\\');
      report({
        at: node,
        message: 'Backticks cannot be nested and are easily overlooked; write `$(…)`.',
        ...(isPlain
          ? {
              isSafe: true,
              fix: ({ start, end }) => [
                { range: { start, end: start + 1 }, text: '$(' },
                { range: { start: end - 1, end }, text: ')' },
              ],
            }
          : {}),
      });
    },
  },

  invalid: [once('backticks', 'echo "on `date`"', 'echo "on $(date)"')],
  valid: [{ text: run('echo "on $(date)"') }],
});
