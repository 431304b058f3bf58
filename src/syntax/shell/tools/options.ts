import type { Range } from '../../text.ts';
import type { ShellWord } from '../types.ts';

export interface Option {
  /** with its dashes: `-y`, `--system`; letters written together (`-rms`) are told one by one */
  name: string;
  /** null when it takes none, or when the value is dynamic */
  value: string | null;
  /** from the option's word to the end of its value's word */
  range: Range;
}

export interface CommandArguments {
  options: Option[];
  operands: ShellWord[];
}

/** Which options take a value: single letters, and long names without their dashes. */
export interface OptionTable {
  letters: string;
  names: readonly string[];
}

/** Reads options the way getopt_long does: options and operands may be mixed, `--` ends the options. */
export function readArguments(words: readonly ShellWord[], table: OptionTable): CommandArguments {
  const result: CommandArguments = { options: [], operands: [] };
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (word.value === '--') {
      result.operands.push(...words.slice(index + 1));
      break;
    }
    const text = word.value ?? word.raw;
    if (!/^-./.test(text)) {
      result.operands.push(word);
      continue;
    }
    const options = text.startsWith('--') ? [longOption(word, text)] : letterOptions(word, text, table);
    const last = options.at(-1);
    const next = words[index + 1];
    if (last !== undefined && next !== undefined && wantsNext(last, text, table)) {
      last.value = next.value;
      last.range = { start: word.range.start, end: next.range.end };
      index++;
    }
    result.options.push(...options);
  }
  return result;
}

/** The values of the options of these names, in order; dynamic ones are left out. */
export function valuesOf(options: readonly Option[], ...names: string[]): string[] {
  return options.flatMap(({ name, value }) => (names.includes(name) && value !== null ? [value] : []));
}

export function hasOption(options: readonly Option[], ...names: string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}

function longOption(word: ShellWord, text: string): Option {
  const equals = text.indexOf('=');
  if (equals < 0) return { name: text, value: null, range: word.range };
  return {
    name: text.slice(0, equals),
    value: word.value === null ? null : text.slice(equals + 1),
    range: word.range,
  };
}

function letterOptions(word: ShellWord, text: string, table: OptionTable): Option[] {
  const options: Option[] = [];
  for (let at = 1; at < text.length; at++) {
    const letter = text.charAt(at);
    const rest = text.slice(at + 1);
    const takes = table.letters.includes(letter);
    options.push({
      name: `-${letter}`,
      value: takes && rest !== '' && word.value !== null ? rest.replace(/^=/, '') : null,
      range: word.range,
    });
    if (takes) break;
  }
  return options;
}

function wantsNext(option: Option, text: string, table: OptionTable): boolean {
  if (option.name.startsWith('--')) return !text.includes('=') && table.names.includes(option.name.slice(2));
  return (
    table.letters.includes(option.name.charAt(1)) &&
    text.endsWith(option.name.charAt(1)) &&
    option.value === null
  );
}
