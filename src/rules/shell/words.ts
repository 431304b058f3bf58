import type { CommandNode, ShellNode, ShellPlace, WordNode, WordPartNode } from '../../syntax/shell/index.ts';

export const partsOf = (word: WordNode): readonly WordPartNode[] => word.parts ?? [];

/** The text of a word that is the same at every run; null for one with expansions or patterns. */
export function literalOf(word: ShellNode | undefined): string | null {
  if (word?.type !== 'Word') return null;
  return partsOf(word).every(isLiteral) ? word.value : null;
}

function isLiteral(part: WordPartNode): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every(({ type }) => type === 'Literal');
  return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted';
}

/** The program's name without its folder; null when it is not written out. */
export function nameOf(command: CommandNode): string | null {
  const name = literalOf(command.name);
  return name === null ? null : name.slice(name.lastIndexOf('/') + 1);
}

/** The words behind the program; assignments among them (`export A=1`) left out. */
export const wordsOf = (command: CommandNode): WordNode[] =>
  command.args.filter((argument) => argument.type === 'Word');

/** Letters of single-dash options, long options and the rest, as far as they are written out. */
export function optionsOf(command: CommandNode): { letters: string; long: string[]; operands: WordNode[] } {
  const found = { letters: '', long: [] as string[], operands: [] as WordNode[] };
  let ended = false;
  for (const word of wordsOf(command)) {
    const text = literalOf(word);
    if (ended || text === null || !/^-./.test(text)) found.operands.push(word);
    else if (text === '--') ended = true;
    else if (text.startsWith('--')) found.long.push(text.replace(/=.*/, ''));
    else found.letters += text.slice(1);
  }
  return found;
}

/** Commands whose `NAME=value` arguments are assignments. */
export const DECLARING = new Set(['export', 'local', 'readonly', 'declare', 'typeset']);

/** The command that a node is an argument of, substitutions' own commands first. */
export const commandAround = ({ parents }: ShellPlace): CommandNode | null =>
  (parents.findLast(({ type }) => type === 'Command') as CommandNode | undefined) ?? null;

/**
 * The shell splits no words where an expansion stands here: in quotes, an assignment, `[[ ]]`, arithmetic, the word of
 * a `case`, a here-document, within another expansion; a `for` is meant to split.
 * @param isPosix sh, where `export A=$B` splits
 */
export function isUnsplit({ parents }: ShellPlace, isPosix: boolean): boolean {
  for (let index = parents.length - 1; index >= 0; index--) {
    const parent = parents[index] as ShellNode;
    switch (parent.type) {
      case 'Word':
      case 'BraceExpansion':
        continue;
      case 'Assignment': {
        const command = parents[index - 1];
        const isArgument =
          command?.type === 'Command' && command.name !== undefined && command.name.pos < parent.pos;
        return !(isArgument && isPosix);
      }
      case 'Command':
      case 'Redirect':
        return false;
      case 'ArrayValue':
        return false;
      default:
        return true;
    }
  }
  return true;
}

/** The node is all of the program's word. */
export function isProgram(node: ShellNode, { parents }: ShellPlace): boolean {
  const word = parents.at(-1);
  const command = parents.at(-2);
  if (word?.type !== 'Word' || command?.type !== 'Command' || command.name !== word) return false;
  const [, second] = partsOf(word);
  // `$A=1` is an assignment that went wrong
  return (
    node !== word && (second === undefined || (second.type === 'Literal' && second.value.startsWith('=')))
  );
}

/** Where a command's failure is asked for: the left of `&&` and `||`, `if` and `while`, `!`. */
export function isAskedFor(node: ShellNode, { parents }: ShellPlace): boolean {
  let child = node;
  for (let index = parents.length - 1; index >= 0; index--) {
    const parent = parents[index] as ShellNode;
    switch (parent.type) {
      case 'AndOr':
        if (child !== parent.commands.at(-1)) return true;
        break;
      case 'If':
      case 'Elif':
      case 'While':
        return child === parent.clause;
      case 'Pipeline':
        if (parent.prefixes.some(({ type }) => type === 'Negation')) return true;
        if (parent.commands.at(-1) !== child) return false;
        break;
      case 'Statement':
      case 'Redirected':
      case 'BraceGroup':
        break;
      case 'CompoundList':
      case 'Script':
        if (parent.commands.at(-1) !== child) return false;
        break;
      default:
        return false;
    }
    child = parent;
  }
  return false;
}
