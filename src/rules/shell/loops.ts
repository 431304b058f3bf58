import { defineShellCheck, once, run } from './check.ts';
import { literalOf } from './words.ts';

/** A `for` over one fixed word runs once: mostly a list that was quoted as a whole. */
export const loops = defineShellCheck({
  faults: {
    'loop-runs-once': { codes: ['SC2043'], severity: 'warning' },
    // a list that has but one item today
    'loop-over-one': { codes: ['SC2043'], severity: 'info', recommended: false },
  },

  visits: {
    For(node, { report }) {
      const [only, ...others] = node.wordlist ?? [];
      const text = literalOf(only);
      if (only === undefined || others.length > 0 || text === null) return;
      const isList = /\s/.test(text.trim());
      report({
        id: isList ? 'loop-runs-once' : 'loop-over-one',
        at: only,
        message: `The loop runs once, with \`${node.name.text}\` being ${isList ? 'all of this; leave the quotes out if it is a list' : 'this one word'}.`,
      });
    },
  },

  invalid: [
    once('loop-over-one', 'for p in git; do echo "$p"; done'),
    once('loop-runs-once', 'for p in "git make"; do apt-get install -y "$p"; done'),
  ],
  valid: [{ text: run('for p in git make; do echo "$p"; done; for f in *.x; do echo "$f"; done') }],
});
