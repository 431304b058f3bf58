import type { ShellWord } from '../../syntax/shell/index.ts';
import type { Command } from '../dockerfile/command.ts';
import type { InstructionFacts } from '../dockerfile/instruction.ts';

/** A word after the shell has put variables in and split it, as far as the file tells. */
export interface WordValue {
  /** null when it is not known */
  text: string | null;
  /** where it stands; several values may stand in one word (`$PACKAGES`) */
  word: ShellWord;
}

/** What the script of a RUN sets itself, where that is one fixed text; null where it sets it several times. */
function shellVariables(instruction: InstructionFacts): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { shell } of instruction.commands) {
    if (shell.words.length === 0)
      for (const { name, value } of shell.assignments) found.set(name, found.has(name) ? null : value);
    if (shell.name === 'export')
      for (const { value } of shell.words.slice(1)) {
        const [, name, text = ''] = /^(\w+)=([^]*)$/.exec(value ?? '') ?? [];
        if (name !== undefined) found.set(name, found.has(name) ? null : text);
      }
    // a loop's variable and what is read are not known
    if (shell.name === 'read')
      for (const { value } of shell.words.slice(1)) if (value) found.set(value, null);
  }
  return found;
}

/** What a variable holds for a RUN; undefined where the file does not set it, null where its value is not known. */
export function variableIn(instruction: InstructionFacts, name: string): string | null | undefined {
  const own = instruction.once(shellVariables);
  if (own.has(name)) return own.get(name);
  const found = instruction.lookup(name);
  return found === undefined ? undefined : found.value;
}

/** A value that is longer is no list of packages. */
const LONGEST_VALUE = 2000;

const REFERENCE = /\$(?:\{(\w+)\}|(\w+))/g;

/** The words that a program is given for one word of the script. */
export function valuesOfWord(word: ShellWord, { instruction }: Command): WordValue[] {
  if (word.value !== null) return [{ text: word.value, word }];
  let isKnown = true;
  const bare = word.raw.replace(/^"([^"]*)"$/, '$1');
  const text = bare.replaceAll(REFERENCE, (_, braced: string | undefined, plain: string | undefined) => {
    const value = variableIn(instruction, braced ?? plain ?? '');
    if (value === undefined || value === null || value.length > LONGEST_VALUE) {
      isKnown = false;
      return '';
    }
    return value;
  });
  if (!isKnown || /[$`"'\\]/.test(text)) return [{ text: null, word }];
  if (bare !== word.raw) return [{ text, word }];
  return text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, word }));
}
