import { dominantEol } from '../text.ts';
import { parseDotenv } from './parse.ts';

export interface NewEntry {
  name: string;
  /** written so that it reads back the same; null for the name alone */
  value: string | null;
  /** one line, put above the entry */
  comment?: string;
}

/** Appends the entries whose names are not there yet; what is there keeps its bytes. */
export function appendEntries(text: string, entries: readonly NewEntry[]): string {
  const present = new Set(parseDotenv(text).entries.map(({ name }) => name));
  const missing = entries.filter(({ name }) => !present.has(name));
  if (missing.length === 0) return text;
  const eol = dominantEol(text);
  const lines = missing.flatMap(({ name, value, comment }) => [
    ...(comment === undefined ? [] : [`# ${comment}`]),
    value === null ? name : `${name}=${quoted(value)}`,
  ]);
  const closed = text.replace('\uFEFF', '') === '' || text.endsWith('\n') ? text : text + eol;
  return closed + [...lines, ''].join(eol);
}

function quoted(value: string): string {
  if (/^(?:[^\s'"#\u0085\u00a0](?:(?! #)[^\n\r])*)?$/.test(value) && !/[\s\u0085]$/.test(value)) return value;
  if (!/['\r]|\\$/.test(value)) return `'${value}'`;
  const escaped = value.replace(/[\\"\r]/g, (character) => (character === '\r' ? '\\r' : `\\${character}`));
  return `"${escaped}"`;
}
