import type { Range } from '../text.ts';
import { goClean, goTrim } from './go-text.ts';

export interface IgnoreLine {
  kind: 'blank' | 'comment' | 'pattern';
  /** the line without its line ending */
  text: string;
  range: Range;
  /** cleaned, without `!`; null for blanks and comments */
  pattern: string | null;
  /** `!pattern` takes files in again */
  negated: boolean;
}

export interface IgnoreFile {
  source: string;
  /** every line, in order; between them are line endings only (and a BOM before the first) */
  lines: IgnoreLine[];
  /** the same bytes as were parsed */
  toString(): string;
}

const BOM = '\uFEFF';

/**
 * Reads an ignore file as moby's `ignorefile.ReadAll` does: a `#` at the very start of a line makes a comment, patterns
 * are trimmed, cleaned like a path, and lose a leading slash.
 */
export function parseIgnore(source: string): IgnoreFile {
  const lines: IgnoreLine[] = [];
  let start = source.startsWith(BOM) ? BOM.length : 0;
  while (start < source.length) {
    const newline = source.indexOf('\n', start);
    const next = newline < 0 ? source.length : newline + 1;
    const raw = source.slice(start, newline < 0 ? next : newline);
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    lines.push({ text, range: { start, end: start + text.length }, ...meaningOf(text) });
    start = next;
  }
  return { source, lines, toString: () => source };
}

function meaningOf(text: string): Pick<IgnoreLine, 'kind' | 'pattern' | 'negated'> {
  if (text.startsWith('#')) return { kind: 'comment', pattern: null, negated: false };
  const trimmed = goTrim(text);
  if (trimmed === '') return { kind: 'blank', pattern: null, negated: false };
  const negated = trimmed.startsWith('!');
  const written = negated ? goTrim(trimmed.slice(1)) : trimmed;
  if (written === '') return { kind: 'pattern', pattern: '', negated };
  const cleaned = goClean(written);
  const pattern = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
  return { kind: 'pattern', pattern, negated };
}
