import { readArray } from './array.ts';
import { readFlags } from './flags.ts';
import { KEYWORDS, type Form } from './keywords.ts';
import { rangeOf, sliceLogical, type LogicalText } from './logical.ts';
import { isSeparator, isSpace, skipSpaces, trimmedEnd } from './spaces.ts';
import type { Escape, Instruction, Word } from './tree.ts';
import { pairWords, plainWords, quotedWords, wholeWord, wordAt } from './words.ts';

/** Reads a logical line as an instruction; its range and here-documents are put in by who knows the lines. */
export function readInstruction(
  line: LogicalText,
  escape: Escape,
  within: 'file' | 'onbuild' = 'file',
): Instruction {
  const start = skipSpaces(line.text, 0);
  const end = trimmedEnd(line.text, start);
  let keywordEnd = start;
  while (keywordEnd < end && !isSeparator(line.text[keywordEnd])) keywordEnd++;
  const { flags, end: flagsEnd } = readFlags(sliceLogical(line, 0, end), keywordEnd, escape);
  const argumentStart = skipSpaces(line.text, flagsEnd, end);
  const argument = sliceLogical(line, argumentStart, end);
  const word = line.text.slice(start, keywordEnd);
  const form = KEYWORDS.get(word.toLowerCase())?.form;
  const instruction: Instruction = {
    ...bare(line, start, keywordEnd, end, escape),
    flags,
    argument: argument.text,
    argumentRange: rangeOf(line, argumentStart, end),
    segments: argument.segments,
  };
  if (form === undefined) return instruction;
  // BuildKit refuses ONBUILD within ONBUILD, so its argument is left as text
  if (form === 'trigger' && within === 'onbuild') return instruction;
  return { ...instruction, ...readArgument(argument, form, escape) };
}

/** An instruction that has only its keyword, `text[start, keywordEnd)`. */
function bare(
  line: LogicalText,
  start: number,
  keywordEnd: number,
  end: number,
  escape: Escape,
): Instruction {
  return {
    kind: 'instruction',
    keyword: line.text.slice(start, keywordEnd).toUpperCase(),
    keywordRange: rangeOf(line, start, keywordEnd),
    range: rangeOf(line, start, end),
    flags: [],
    argument: '',
    argumentRange: rangeOf(line, end, end),
    segments: [],
    json: null,
    words: [],
    heredocs: [],
    inner: null,
    escape,
    dangling: null,
  };
}

type Reading = Partial<Pick<Instruction, 'json' | 'words' | 'inner'>>;

function readArgument(argument: LogicalText, form: Form, escape: Escape): Reading {
  if (form === 'words') return { words: plainWords(argument, escape) };
  if (form === 'quoted') return { words: quotedWords(argument, escape) };
  if (form === 'pairs') return { words: pairWords(argument, escape) };
  if (form === 'whole') return { words: wholeWord(argument, escape) };
  if (form === 'array-or-shell') return arrayOr(argument, () => []);
  if (form === 'array-or-words') return arrayOr(argument, () => plainWords(argument, escape));
  if (form === 'trigger')
    return argument.text === '' ? {} : { inner: readInstruction(argument, escape, 'onbuild') };
  return readHealthcheck(argument, escape);
}

function arrayOr(argument: LogicalText, words: () => Word[]): Reading {
  const array = readArray(argument);
  if (array === null || array === 'not-strings') return { words: words() };
  return { json: array.strings, words: array.words };
}

/** The first word is CMD or NONE; what follows CMD is read as that of the instruction CMD, but flags are not looked for. */
function readHealthcheck(argument: LogicalText, escape: Escape): Reading {
  const { text } = argument;
  let typeEnd = 0;
  while (typeEnd < text.length && !isSpace(text[typeEnd])) typeEnd++;
  if (typeEnd === 0) return {};
  const words = [wordAt(argument, 0, typeEnd, escape)];
  if (text.slice(0, typeEnd).toUpperCase() !== 'CMD') return { words };
  const commandStart = skipSpaces(text, typeEnd);
  const command = sliceLogical(argument, commandStart, text.length);
  const inner: Instruction = {
    ...bare(argument, 0, typeEnd, text.length, escape),
    argument: command.text,
    argumentRange: rangeOf(argument, commandStart, text.length),
    segments: command.segments,
    ...arrayOr(command, () => []),
  };
  return { words, inner };
}
