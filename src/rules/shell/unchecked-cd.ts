import { defineShellCheck, once, run } from './check.ts';
import { isAskedFor, literalOf, nameOf, wordsOf } from './words.ts';

/** Commands behind a `cd` that failed run in the wrong folder. */
export const uncheckedCd = defineShellCheck({
  faults: { 'unchecked-cd': { codes: ['SC2164'], severity: 'warning' } },

  visits: {
    Command(node, { place, stopsAtErrors, report }) {
      const name = nameOf(node);
      if ((name !== 'cd' && name !== 'pushd' && name !== 'popd') || stopsAtErrors) return;
      const [folder] = wordsOf(node);
      if (/^[./]+$/.test(literalOf(folder) ?? '') || isAskedFor(node, place)) return;
      // `make && cd /x` at the end: its failure is the step's
      const script = place.parents.find(({ type }) => type === 'Script');
      if (
        script !== undefined &&
        node.end === script.end &&
        place.parents.every(({ end }) => end === node.end)
      )
        return;
      const where = folder === undefined ? 'there' : `\`${folder.text}\``;
      report({
        at: node,
        message: `When \`${name}\` fails, what follows runs in the folder before ${where}; join it with \`&&\`.`,
      });
    },
  },

  invalid: [once('unchecked-cd', 'cd /src; make'), once('unchecked-cd', 'if true; then cd /src; make; fi')],
  valid: [
    { text: run('cd /src && make') },
    { text: run('cd /src || exit 1; make') },
    { text: run('set -e; cd /src; make') },
    { text: 'FROM debian:13\nSHELL ["/bin/bash", "-ec"]\nRUN cd /src; make\n' },
  ],
});
