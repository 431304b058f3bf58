import { rangeOf, type LogicalText } from './logical.ts';
import { isSeparator, isSpace, skipSpaces } from './spaces.ts';
import type { Escape, Word } from './tree.ts';
import { unquote } from './variables.ts';

/** The word `[start, end)` of an argument; `raw` where it is not just that text. */
export function wordAt(
  argument: LogicalText,
  start: number,
  end: number,
  escape: Escape,
  raw?: string,
): Word {
  const text = raw ?? argument.text.slice(start, end);
  return { raw: text, value: unquote(text, escape), range: rangeOf(argument, start, end), at: start };
}

/** Splits at blanks whether they are quoted or not: FROM, EXPOSE, and COPY, ADD, VOLUME without an array. */
export function plainWords(argument: LogicalText, escape: Escape): Word[] {
  const words: Word[] = [];
  const { text } = argument;
  for (let at = 0; at < text.length;) {
    if (isSeparator(text[at])) {
      at++;
      continue;
    }
    const start = at;
    while (at < text.length && !isSeparator(text[at])) at++;
    words.push(wordAt(argument, start, at, escape));
  }
  return words;
}

/** Splits at spaces outside of quotes: ENV, LABEL and ARG. */
export function quotedWords(argument: LogicalText, escape: Escape): Word[] {
  const words: Word[] = [];
  const { text } = argument;
  for (let start = skipSpaces(text, 0); start < text.length; start = skipSpaces(text, start)) {
    const { end, open } = quotedWordEnd(text, start, escape);
    // an escape character at the very end says nothing
    const raw = text.slice(start, open ? end - 1 : end);
    if (raw !== '') words.push(wordAt(argument, start, end, escape, raw));
    start = end;
  }
  return words;
}

/** Where the word from `start` on ends; `open` when it ends with an escape character that has nothing to escape. */
function quotedWordEnd(text: string, start: number, escape: Escape): { end: number; open: boolean } {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === escape && quote !== "'") {
      if (at + 1 === text.length) return { end: text.length, open: true };
      at++;
    } else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (isSpace(char)) return { end: at, open: false };
    else if (char === "'" || char === '"') quote = char;
  }
  return { end: text.length, open: false };
}

/** The whole argument as one word: WORKDIR, USER, STOPSIGNAL, MAINTAINER. */
export function wholeWord(argument: LogicalText, escape: Escape): Word[] {
  return argument.text === '' ? [] : [wordAt(argument, 0, argument.text.length, escape)];
}

/** ENV and LABEL: `name=value` words, or the old form's name and all that follows it. */
export function pairWords(argument: LogicalText, escape: Escape): Word[] {
  const words = quotedWords(argument, escape);
  if (words[0] === undefined || words[0].raw.includes('=')) return words;
  const { text } = argument;
  let nameEnd = 0;
  while (nameEnd < text.length && !isSeparator(text[nameEnd])) nameEnd++;
  let valueStart = nameEnd;
  while (isSeparator(text[valueStart])) valueStart++;
  const name = wordAt(argument, 0, nameEnd, escape);
  return valueStart === text.length ? [name] : [name, wordAt(argument, valueStart, text.length, escape)];
}
