import { diffArrays } from 'diff';
import { excerpt, type BodyComparison } from './answer.ts';

/** Lines that every further text must hold, in this order; `exact` = the texts were the same. */
export interface LinesExpectation {
  kind: 'lines';
  exact: boolean;
  lines: string[];
  /** lines of the first text that another did not have there */
  masked: number;
}

/** Past this many differing lines the texts have nothing to do with each other; finding out more would take long. */
const MOST_EDITS = 2_000;

/** Learns from two or more texts which lines do not change between runs. */
export function learnLines(first: string, ...others: readonly string[]): LinesExpectation {
  const all = linesOf(first);
  if (others.every((other) => other === first)) return { kind: 'lines', exact: true, lines: all, masked: 0 };
  const lines = others.map(linesOf).reduce(sharedLines, all);
  return { kind: 'lines', exact: false, lines, masked: all.length - lines.length };
}

/** Is `text` the same (exact), or does it hold the expected lines in order? */
export function compareLines(expected: LinesExpectation, text: string): BodyComparison {
  const lines = linesOf(text);
  const relaxed = relaxationOf(expected);
  if (expected.exact) {
    const at = expected.lines.findIndex((line, index) => line !== lines[index]);
    if (at === -1 && lines.length === expected.lines.length)
      return { equal: true, relaxed, difference: null };
    const index = at === -1 ? expected.lines.length : at;
    const [before, after] = [expected.lines[index], lines[index]];
    return {
      equal: false,
      relaxed,
      difference: `line ${index + 1}: ${shown(before)} became ${shown(after)}`,
    };
  }
  let next = 0;
  for (const line of lines) if (line === expected.lines[next]) next++;
  if (next === expected.lines.length) return { equal: true, relaxed, difference: null };
  return {
    equal: false,
    relaxed,
    difference: `this line is missing or out of order: ${shown(expected.lines[next])}`,
  };
}

/** Where Python's packages lie, as stack traces tell it: an environment of its own is no other program. */
const PACKAGES = /(?:\/[\w.+-]+)+\/((?:site|dist)-packages\/)/g;
const PLACELESS = /(?<![\w/])(?:site|dist)-packages\//;

const linesOf = (text: string): string[] => text.replaceAll(PACKAGES, '$1').split('\n');

const shown = (line: string | undefined): string => (line === undefined ? 'the end' : `"${excerpt(line)}"`);

function relaxationOf({ exact, lines, masked }: LinesExpectation): string | null {
  if (exact)
    return lines.some((line) => PLACELESS.test(line))
      ? 'where installed packages lie was not compared'
      : null;
  if (lines.every((line) => line.trim() === ''))
    return 'no line was the same in every run of the original, so the text was not compared';
  const unstable = masked === 0 ? 'lines that only one run had' : `${masked} that differ from run to run`;
  return `compared by the ${lines.length} lines that all runs of the original shared, without ${unstable}`;
}

function sharedLines(a: string[], b: string[]): string[] {
  const parts = diffArrays(a, b, { maxEditLength: MOST_EDITS });
  if (parts !== undefined)
    return parts.filter((part) => !part.added && !part.removed).flatMap((part) => part.value);
  const firstOther = a.findIndex((line, index) => line !== b[index]);
  return firstOther === -1 ? a : a.slice(0, firstOther);
}
