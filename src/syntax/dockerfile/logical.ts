import type { Range, Segment } from './tree.ts';

/** Text that was put together from several places of the file; `segments` says where each stretch stands. */
export interface LogicalText {
  text: string;
  segments: Segment[];
  /** the offset in the file right after the text, or where it would stand when it is empty */
  endsAt: number;
}

/** The offset in the file of the character at `at`; `endsAt` when `at` is the end. */
function fileOffset(logical: LogicalText, at: number): number {
  if (at >= logical.text.length) return logical.endsAt;
  let low = 0;
  let high = logical.segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((logical.segments[middle]?.at ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  const segment = logical.segments[low];
  return segment === undefined ? logical.endsAt : segment.range.start + (at - segment.at);
}

/** Where `text[start, end)` stands in the file, from its first to its last character. */
export function rangeOf(logical: LogicalText, start: number, end: number): Range {
  if (end > start) return { start: fileOffset(logical, start), end: fileOffset(logical, end - 1) + 1 };
  const place = start > 0 ? fileOffset(logical, start - 1) + 1 : fileOffset(logical, 0);
  return { start: place, end: place };
}

/** The part `text[start, end)` with its own offsets. */
export function sliceLogical(logical: LogicalText, start: number, end: number): LogicalText {
  const segments: Segment[] = [];
  for (const { at, range } of logical.segments) {
    const from = Math.max(at, start);
    const to = Math.min(at + (range.end - range.start), end);
    if (to > from)
      segments.push({
        at: from - start,
        range: { start: range.start + from - at, end: range.start + to - at },
      });
  }
  return { text: logical.text.slice(start, end), segments, endsAt: rangeOf(logical, start, end).end };
}
