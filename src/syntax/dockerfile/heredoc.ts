import { lex, LexError, type LexedWord } from './lexer.ts';
import type { Line } from './lines.ts';
import { rangeOf, type LogicalText } from './logical.ts';
import type { Heredoc, SyntaxProblem } from './tree.ts';

/** What a word such as `3<<-"EOF"` says. */
export type HeredocMarker = Pick<Heredoc, 'name' | 'expand' | 'chomp' | 'fileDescriptor'>;

const MARKER = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;
/** BuildKit looks for here-documents with the backslash whatever `# escape=` says. */
const LEXER = { escape: '\\', lookup: () => undefined, keepUnset: true };

/** Reads a word, quotes on, as the marker of a here-document; null when it is none. */
export function readMarker(word: string): HeredocMarker | null {
  const [, descriptor = '', dash = '', rest = ''] = MARKER.exec(word) ?? [];
  if (rest === '') return null;
  const plain = words(rest, false, false);
  const quoted = words(rest, true, false);
  const name = plain[0]?.text;
  if (plain.length !== 1 || name === undefined) return null;
  return {
    name,
    expand: quotesIn(name) === quotesIn(quoted[0]?.text ?? ''),
    chomp: dash === '-',
    fileDescriptor: Number(descriptor),
  };
}

function words(text: string, rawQuotes: boolean, rawEscapes: boolean): LexedWord[] {
  try {
    return lex(text, { ...LEXER, rawQuotes, rawEscapes }).words;
  } catch (error) {
    // BuildKit takes a line with an open quote for one without here-documents
    if (error instanceof LexError) return [];
    throw error;
  }
}

function quotesIn(text: string): number {
  return text.split(/['"]/).length - 1;
}

export interface HeredocReading {
  heredocs: Heredoc[];
  /** index of the first line after the last terminator */
  next: number;
  problems: SyntaxProblem[];
}

/**
 * Reads the here-documents that a logical line announces. One without its terminator takes the rest of the file, as in
 * BuildKit, and is a problem.
 * @param next index of the line after the logical one
 */
export function readHeredocs(
  source: string,
  lines: readonly Line[],
  next: number,
  logical: LogicalText,
): HeredocReading {
  const reading: HeredocReading = { heredocs: [], next, problems: [] };
  if (!logical.text.includes('<<')) return reading;
  for (const word of words(logical.text, true, true)) {
    const marker = readMarker(word.text);
    if (marker === null) continue;
    const markerRange = rangeOf(logical, word.start, word.end);
    const first = reading.next;
    const last = terminatorAt(source, lines, first, marker);
    reading.next = last === null ? lines.length : last + 1;
    if (last === null)
      reading.problems.push({
        code: 'unterminated-heredoc',
        message: `the here-document ${marker.name} has no end`,
        range: markerRange,
      });
    const start = lines[first]?.start ?? source.length;
    const bodyRange = { start, end: last === null ? source.length : (lines[last]?.start ?? start) };
    const body = source.slice(bodyRange.start, bodyRange.end);
    reading.heredocs.push({ ...marker, body, bodyRange, markerRange });
  }
  return reading;
}

function terminatorAt(
  source: string,
  lines: readonly Line[],
  from: number,
  marker: HeredocMarker,
): number | null {
  for (let index = from; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    let start = line.start;
    while (marker.chomp && start < line.contentEnd && source[start] === '\t') start++;
    if (source.slice(start, line.contentEnd) === marker.name) return index;
  }
  return null;
}
