import { insertAfterItem, removeItem, type ShellWord } from '../../syntax/shell/index.ts';
import type { Edit, Range } from '../../syntax/text.ts';
import type { Command } from '../dockerfile/command.ts';

/** The exec form's words are JSON texts, and what was not understood is better left alone. */
const isEditable = ({ instruction, script }: Command): boolean =>
  instruction.node.json === null && script.complete;

/** Puts words behind a word of a command: `addWords(command, verb, '-y')`. */
export function addWords(command: Command, behind: ShellWord | null, text: string): Edit[] | null {
  if (behind === null || !isEditable(command)) return null;
  return [{ range: { start: behind.range.end, end: behind.range.end }, text: ` ${text}` }];
}

/** Takes a word or an option with its value out, with the blanks (and the line continuation) before it. */
export function removeWords(command: Command, range: Range): Edit[] | null {
  if (!isEditable(command)) return null;
  const before = wordBefore(command.shell.words, range.start);
  if (before === null) return null;
  return [{ range: { start: before.range.end, end: range.end }, text: '' }];
}

/** The last word that ends before an offset; they stand in order. */
function wordBefore(words: readonly ShellWord[], offset: number): ShellWord | null {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.range.end ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return words[low - 1] ?? null;
}

/** Writes something else in the place of a word. */
export function replaceWord(command: Command, word: { range: Range } | null, text: string): Edit[] | null {
  return word === null || !isEditable(command) ? null : [{ range: word.range, text }];
}

/** Runs another command behind this one, and behind the `||` and `|` that belong to it. */
export function runAfter(command: Command, text: string): Edit[] | null {
  if (!isEditable(command)) return null;
  const { script, shell } = command;
  let index = shell.topLevelIndex;
  while (script.list[index + 1]?.connector.startsWith('|') === true) index++;
  const item = script.list[index];
  if (item === undefined || item.background || item.hereDocuments.length > 0) return null;
  // the words of a comment behind the last command would swallow it
  if (/^[ \t]*#/.test(script.source.slice(item.range.end))) return null;
  return insertAfterItem(script, item, text);
}

/** Takes a command out of its RUN; null where others hang on it, or where it is all there is. */
export function dropCommand(command: Command): Edit[] | null {
  const { script, shell } = command;
  const item = script.list[shell.topLevelIndex];
  const next = script.list[shell.topLevelIndex + 1];
  if (!isEditable(command) || item === undefined || shell.depth > 0 || script.list.length < 2) return null;
  if (item.background || [item.connector, next?.connector].some((one) => /^(?:\|\|?|&)$/.test(one ?? '')))
    return null;
  return removeItem(script, item);
}

/** Puts an instruction on the lines before another. */
export function insertInstruction(
  { instruction }: Pick<Command, 'instruction'>,
  text: string,
): Edit[] | null {
  const { node, place, stage } = instruction;
  if (stage?.from == null) return null;
  const eol = /\r?\n/.exec(place.source)?.[0] ?? '\n';
  return [{ range: { start: node.range.start, end: node.range.start }, text: text + eol }];
}
