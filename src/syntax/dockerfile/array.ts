import { rangeOf, type LogicalText } from './logical.ts';
import type { Word } from './tree.ts';

/** What an argument is as a JSON array: its strings; or an array of something else, which BuildKit refuses; or none. */
export type ArrayReading = { strings: string[]; words: Word[] } | 'not-strings' | null;

const STRING = /"(?:[^"\\]|\\.)*"/g;

export function readArray(argument: LogicalText): ArrayReading {
  if (!argument.text.startsWith('[')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(argument.text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  const strings = parsed.filter((each) => typeof each === 'string');
  if (strings.length < parsed.length) return 'not-strings';
  const words = [...argument.text.matchAll(STRING)].map(({ 0: raw, index }, nth) => ({
    raw,
    value: strings[nth] ?? '',
    range: rangeOf(argument, index, index + raw.length),
    at: index,
  }));
  return { strings, words };
}
