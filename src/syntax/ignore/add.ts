import { dominantEol } from '../text.ts';
import { parseIgnore } from './parse.ts';

export interface PatternGroup {
  /** one line, without `#` */
  comment: string;
  patterns: readonly string[];
}

/** Appends the patterns that are not there yet, group by group under their comments; what is there keeps its bytes. */
export function addPatterns(text: string, groups: readonly PatternGroup[]): string {
  const eol = dominantEol(text);
  const present = new Set(keysOf(text));
  let result = text;
  for (const { comment, patterns } of groups) {
    const missing = patterns.filter((pattern) => {
      const [key] = keysOf(pattern);
      if (key === undefined || present.has(key)) return false;
      present.add(key);
      return true;
    });
    if (missing.length === 0) continue;
    if (result.replace('\uFEFF', '') !== '') result += result.endsWith('\n') ? eol : eol + eol;
    result += [`# ${comment}`, ...missing, ''].join(eol);
  }
  return result;
}

/** Patterns that mean the same have the same key, however they are written. */
function keysOf(text: string): string[] {
  return parseIgnore(text).lines.flatMap(({ pattern, negated }) =>
    pattern === null ? [] : [(negated ? '!' : '') + pattern],
  );
}
