import { defineShellCheck, once, run } from './check.ts';
import { literalOf } from './words.ts';

/** A `for` over one fixed word runs once: mostly a list that was quoted as a whole. */
export const loops = defineShellCheck({
  faults: { 'loop-runs-once': { codes: ['SC2043'], severity: 'warning' } },

  visits: {
    For(node, { report }) {
      const [only, ...others] = node.wordlist ?? [];
      if (only === undefined || others.length > 0 || literalOf(only) === null) return;
      report({
        at: only,
        message: `The loop runs once, with \`${node.name.text}\` being all of this; leave quotes out if it is a list.`,
      });
    },
  },

  invalid: [once('loop-runs-once', 'for p in "git make"; do apt-get install -y "$p"; done')],
  valid: [{ text: run('for p in git make; do echo "$p"; done; for f in *.x; do echo "$f"; done') }],
});
