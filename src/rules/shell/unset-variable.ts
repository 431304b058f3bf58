import { defineShellCheck, once, run, type ShellScene } from './check.ts';
import type { ShellNodeOf } from '../../syntax/shell/index.ts';
import { variableOf } from './variables.ts';

type Expansion = ShellNodeOf<'SimpleExpansion'> | ShellNodeOf<'ParameterExpansion'>;

/** A variable that nothing sets is empty. Names in capitals may come from the base image, so only others are told. */
export const unsetVariable = defineShellCheck({
  faults: {
    'unset-variable': { codes: ['SC2154'], severity: 'warning' },
    // the base image may set it
    'misspelt-variable': { codes: ['SC2153'], severity: 'info', recommended: false },
  },

  visits: { SimpleExpansion: look, ParameterExpansion: look },

  invalid: [
    once('misspelt-variable', 'VERSION="$(cat v)" && make "$VERSIONS"'),
    once('unset-variable', 'apt-get install -y "$packages"'),
    {
      text: 'FROM debian:13\nARG version=1\nONBUILD RUN echo "$version"\n',
      lines: [3],
      variants: ['unset-variable'],
    },
  ],
  valid: [
    { text: run('packages="git make" && echo "$packages"') },
    { text: 'FROM debian:13\nARG version=1\nRUN echo "$version"\n' },
    { text: run('for f in a b; do echo "$f"; done; echo "$HOME" "${flags:-}" "$1"') },
    { text: run('. ./settings && echo "$version"') },
  ],
});

function look(node: Expansion, { variables, report, place }: ShellScene): void {
  const name = variableOf(node);
  if (!/^[A-Za-z_]\w*$/.test(name) || variables.isSet(name)) return;
  if (node.type === 'ParameterExpansion' && (node.operation?.type === 'Default' || node.prefix === '!'))
    return;
  // the single quotes that awk or another shell's text stands in were forgotten: told by what comes of it
  if (variables.areOpen || place.parents.some(({ type }) => type === 'ArithmeticExpansion')) return;
  if (variables.told.has(name)) return;
  variables.told.add(name);
  if (!/[a-z]/.test(name)) {
    const almost = variables.almost(name);
    if (almost !== null && !/[a-z]/.test(almost))
      report({
        id: 'misspelt-variable',
        at: node,
        message: `Nothing in the file sets \`${name}\`, but \`${almost}\` is set; the names differ in one letter.`,
      });
    return;
  }
  report({
    at: node,
    message: `Nothing sets \`${name}\`, neither this step nor ENV or ARG before it, so it is empty here; set it, or put a \`\\\` before the \`$\` if another program is to see it.`,
  });
}
