import type { LogicalText } from './logical.ts';
import { skipSpaces } from './spaces.ts';
import type { Escape, Range, Segment } from './tree.ts';

/** A line of the file: `[start, contentEnd)` is its text, `[contentEnd, end)` its line ending. */
export interface Line {
  start: number;
  /** the first character that is not a space; `contentEnd` on a blank line */
  textStart: number;
  contentEnd: number;
  end: number;
}

/** Splits at `\n` as BuildKit does; all `\r` before it belong to the line ending. */
export function splitLines(source: string, from: number): Line[] {
  const lines: Line[] = [];
  for (let start = from; start < source.length;) {
    const newline = source.indexOf('\n', start);
    const end = newline === -1 ? source.length : newline + 1;
    let contentEnd = newline === -1 ? end : newline;
    while (contentEnd > start && source[contentEnd - 1] === '\r') contentEnd--;
    lines.push({ start, textStart: skipSpaces(source, start, contentEnd), contentEnd, end });
    start = end;
  }
  return lines;
}

export function isBlank(line: Line): boolean {
  return line.textStart === line.contentEnd;
}

export function isComment(source: string, line: Line): boolean {
  return source[line.textStart] === '#' && !isBlank(line);
}

/**
 * Where the escape character stands that continues `source[from, to)` on the next line, or -1. Blanks may follow it;
 * an escape character right before it takes its meaning away.
 */
function continuationAt(source: string, from: number, to: number, escape: Escape): number {
  let last = to - 1;
  while (last >= from && (source[last] === ' ' || source[last] === '\t')) last--;
  if (last < from || source[last] !== escape) return -1;
  return last > from && source[last - 1] === escape ? -1 : last;
}

export interface LogicalLine {
  logical: LogicalText;
  /** index of the first line after it */
  next: number;
  dangling: Range | null;
}

/**
 * Joins the line at `index` with its continuations. As in BuildKit, comment lines and blank lines within a continuation
 * are skipped, and the blanks at the start of a continued line are kept.
 */
export function joinLines(
  source: string,
  lines: readonly Line[],
  index: number,
  escape: Escape,
): LogicalLine {
  const segments: Segment[] = [];
  let text = '';
  let endsAt = lines[index]?.textStart ?? 0;
  let next = index;
  let dangling: Range | null = null;
  for (let line = lines[next]; line !== undefined; line = lines[next]) {
    next++;
    const first = next === index + 1;
    if (!first && (isBlank(line) || isComment(source, line))) continue;
    const start = first ? line.textStart : line.start;
    const continued = continuationAt(source, start, line.contentEnd, escape);
    const end = continued === -1 ? line.contentEnd : continued;
    if (end > start) segments.push({ at: text.length, range: { start, end } });
    text += source.slice(start, end);
    endsAt = end;
    dangling = continued === -1 ? null : { start: continued, end: continued + 1 };
    if (continued === -1) break;
  }
  return { logical: { text, segments, endsAt }, next, dangling };
}
