import type { InstructionFacts } from '../../lint/index.ts';
import { walkShell, type ShellTree } from '../../syntax/shell/index.ts';
import { literalOf, nameOf, optionsOf } from './words.ts';

/** Whether the shell stops at the first command that fails: `set -e` in the script, `#!/bin/sh -e`, or SHELL with `-e`. */
export function stopsAtErrors({ place }: InstructionFacts, tree: ShellTree): boolean {
  const words = place.shell.slice(1);
  if (
    words.some((word, index) => /^-[a-z]*e/.test(word) || (word === 'errexit' && words[index - 1] === '-o'))
  )
    return true;
  if (/^#!.*\s-[a-z]*e/.test(tree.text)) return true;
  if (!/\bset\b/.test(tree.text)) return false;
  let found = false;
  walkShell(tree, (node) => {
    if (found || node.type !== 'Command' || nameOf(node) !== 'set') return;
    const { letters, operands } = optionsOf(node);
    found = letters.includes('e') || operands.some((word) => literalOf(word) === 'errexit');
  });
  return found;
}
