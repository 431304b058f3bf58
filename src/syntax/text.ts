/** A half-open stretch of a text, in UTF-16 offsets as JavaScript strings count. */
export interface Range {
  start: number;
  end: number;
}

/** Replaces the text of a range; an empty range inserts. */
export interface Edit {
  range: Range;
  text: string;
}

/** A position for people: both counted from 1, the column in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/**
 * Applies edits that were made against the same `source`; bytes outside their ranges are kept as they are.
 * Several insertions at one offset keep the order in which they are given.
 * @throws RangeError when two edits overlap or one lies outside the source (a mistake of the caller)
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || a.index - b.index);
  let result = '';
  let kept = 0;
  for (const { range, text } of ordered) {
    if (range.start < kept || range.end < range.start || range.end > source.length)
      throw new RangeError(`edit ${range.start}..${range.end} overlaps another or lies outside the text`);
    result += source.slice(kept, range.start) + text;
    kept = range.end;
  }
  return result + source.slice(kept);
}

/** The line and column of an offset. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** The line ending that most lines of the text use, so that what is added looks like the rest. */
export function dominantEol(source: string): '\n' | '\r\n' {
  // each of many fixes of one text asks
  if (source !== known.source) known = { source, eol: eolOf(source) };
  return known.eol;
}

let known: { source: string; eol: '\n' | '\r\n' } = { source: '', eol: '\n' };

function eolOf(source: string): '\n' | '\r\n' {
  let all = 0;
  let crlf = 0;
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
    all++;
    if (source[at - 1] === '\r') crlf++;
  }
  return crlf * 2 > all ? '\r\n' : '\n';
}
