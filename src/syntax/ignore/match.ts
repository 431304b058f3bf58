import { goClean } from './go-text.ts';
import { parseIgnore } from './parse.ts';
import { compilePattern, type PathMatcher } from './pattern.ts';

export interface InvalidPattern {
  pattern: string;
  /** counted from 1; of the list, when patterns were given */
  line: number;
  message: string;
}

export interface Ignore {
  /** whether a file of this path (relative to the context, with `/`) stays out of the build context */
  ignores: (path: string) => boolean;
  /** what moby's `MatchesOrParentMatches` says of a path as it is written, which is what BuildKit's check asks */
  matches: (path: string) => boolean;
  /** BuildKit refuses to build with these; they match nothing here */
  invalid: InvalidPattern[];
}

interface Rule {
  negated: boolean;
  matches: PathMatcher;
}

/**
 * The meaning of a `.dockerignore`, as BuildKit walks a context (moby's `patternmatcher`,
 * `MatchesUsingParentResults`): the last pattern that matches wins, and what matched a folder holds for all below it.
 * @param content the file's text, or its patterns
 */
export function createIgnore(content: string | readonly string[]): Ignore {
  const rules: Rule[] = [];
  const invalid: InvalidPattern[] = [];
  const { lines } = parseIgnore(typeof content === 'string' ? content : content.join('\n'));
  for (const [index, { text, pattern, negated }] of lines.entries()) {
    if (pattern === null) continue;
    const matches = pattern === '' ? { problem: 'a ! without a pattern' } : compilePattern(pattern);
    if (typeof matches === 'function') rules.push({ negated, matches });
    else invalid.push({ pattern: text, line: index + 1, message: matches.problem });
  }
  return { ignores: (path) => isIgnored(rules, path), matches: (path) => isMatched(rules, path), invalid };
}

/** Walks from the outermost folder inwards: a rule that matched a folder matches everything in it. */
function isIgnored(rules: readonly Rule[], path: string): boolean {
  const parts = goClean(path).split('/');
  let ignored = false;
  let above: boolean[] = [];
  for (let depth = 1; depth <= parts.length; depth++) {
    const current = parts.slice(0, depth).join('/');
    const matched: boolean[] = [];
    ignored = false;
    for (const [index, { negated, matches }] of rules.entries()) {
      // A rule that could not change the verdict is not even tried, which shows in what the entries below inherit.
      const match = above[index] === true || (negated === ignored && matches(current));
      matched.push(match);
      if (match) ignored = !negated;
    }
    above = matched;
  }
  return ignored;
}

function isMatched(rules: readonly Rule[], path: string): boolean {
  const parts = path.split('/');
  const parents = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
  let matched = false;
  for (const { negated, matches } of rules)
    if (negated === matched && (matches(path) || parents.some((parent) => matches(parent))))
      matched = !negated;
  return matched;
}
