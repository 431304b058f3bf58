import { defineShellCheck, once, run } from './check.ts';
import { commandAround, nameOf, wordsOf, literalOf } from './words.ts';

/** Programs that read expansions themselves. */
const READS_ITSELF =
  /^(?:trap|sh|bash|ksh|zsh|ash|dash|ssh|eval|xprop|alias|sudo|doas|docker|podman|oc|dpkg-query|jq|rename|rg|unset|gosu|su|.*awk|perl.*|runuser|env|find|xargs|timeout|watch)$/;

/** In single quotes `$NAME` stays as it is. Mostly meant so, hence only where ShellCheck's users ask for it. */
export const singleQuotes = defineShellCheck({
  faults: { 'expansion-in-single-quotes': { codes: ['SC2016'], severity: 'info', recommended: false } },

  visits: {
    SingleQuoted(node, { place, report }) {
      if (!/\$[{(\w]|`[^`]+`/.test(node.value)) return;
      const command = commandAround(place);
      const name = command === null ? '' : (nameOf(command) ?? '');
      if (READS_ITSELF.test(name)) return;
      if (name === 'sed' && /\$[{dpsaic](?:$|[^a-zA-Z])/.test(node.value)) return;
      if (name === 'git' && command !== null && literalOf(wordsOf(command)[0]) === 'filter-branch') return;
      const assigned = place.parents.slice(-2).find(({ type }) => type === 'Assignment');
      if (assigned?.type === 'Assignment' && /^PS[1-4]$|^PROMPT_COMMAND$/.test(assigned.name)) return;
      report({
        at: node,
        message: `The shell puts nothing in for \`$\` and backticks within single quotes; use double quotes if it should.`,
      });
    },
  },

  invalid: [once('expansion-in-single-quotes', "echo 'export PATH=/opt/bin:$PATH' >> /etc/profile")],
  valid: [
    {
      text: run(
        `echo "$PATH" && bash -c 'echo $HOME' && awk '{print $1}' /etc/passwd && sed -i 's/a$/b/' /x`,
      ),
    },
  ],
});
