import type { Range } from '../text.ts';
import type { Segment } from '../dockerfile/tree.ts';

/** Turns offsets in the shell's text into offsets in the source that the text was put together from. */
export interface Mapping {
  range(start: number, end: number): Range;
  offset(at: number): number;
}

/** For text that is the source itself. The parser may point behind the end of a script that breaks off. */
export function sameText(length: number): Mapping {
  const offset = (at: number): number => Math.min(at, length);
  return { offset, range: (start, end) => ({ start: offset(start), end: offset(end) }) };
}

/** For substitutions whose own text the shell decodes first: all of it stands for the whole substitution. */
export function wholeOf(range: Range): Mapping {
  return { range: () => range, offset: () => range.start };
}

/**
 * For text joined from segments. The start of a range belongs to the segment that begins there, its end to the one
 * that ends there, so that a range never takes in a continuation at its edge.
 */
export function joinedFrom(segments: readonly Segment[]): Mapping {
  const within = (at: number, segment: Segment | undefined): number =>
    segment === undefined
      ? at
      : Math.min(segment.range.start + Math.max(at - segment.at, 0), segment.range.end);
  const offset = (at: number): number => within(at, lastUpTo(segments, at) ?? segments[0]);
  const end = (at: number): number => within(at, lastUpTo(segments, at - 1) ?? segments[0]);
  return {
    offset,
    range: (from, to) =>
      from === to ? { start: end(from), end: end(from) } : { start: offset(from), end: end(to) },
  };
}

/** The last segment that begins at or before an offset; they stand in order, so half of them is left out each time. */
function lastUpTo(segments: readonly Segment[], at: number): Segment | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}
