import { rangeOf, type LogicalText } from './logical.ts';
import { isSpace, skipSpaces } from './spaces.ts';
import type { Escape, Flag } from './tree.ts';

export interface FlagReading {
  flags: Flag[];
  /** offset in the text where the flags end and the argument begins */
  end: number;
}

/** Reads the `--words` at the start of `text` from `from` on; quotes and escapes come off, `--` alone ends them. */
export function readFlags(logical: LogicalText, from: number, escape: Escape): FlagReading {
  const { text } = logical;
  const flags: Flag[] = [];
  for (let start = skipSpaces(text, from); ;) {
    if (!text.startsWith('--', start)) return { flags, end: start };
    const { word, end } = flagWord(text, start, escape);
    if (word === '--') return { flags, end };
    const equals = word.indexOf('=');
    flags.push({
      name: word.slice(2, equals === -1 ? undefined : equals),
      value: equals === -1 ? null : word.slice(equals + 1),
      range: rangeOf(logical, start, end),
    });
    start = skipSpaces(text, end);
  }
}

function flagWord(text: string, start: number, escape: Escape): { word: string; end: number } {
  let word = '';
  let quote = '';
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === quote) quote = '';
    else if (quote === '' && isSpace(char)) break;
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === escape) word += text.charAt(++at);
    else word += char;
  }
  return { word, end: Math.min(at, text.length) };
}

/** How a flag writes a value so that `readFlags` gives the same back. */
export function writeFlag(name: string, value: string | null, escape: Escape): string {
  if (value === null) return `--${name}`;
  const escaped = Array.from(value, (char) => ([escape, '"', "'"].includes(char) ? escape + char : char));
  const quote = escaped.some((char) => isSpace(char)) ? '"' : '';
  return `--${name}=${quote}${escaped.join('')}${quote}`;
}
