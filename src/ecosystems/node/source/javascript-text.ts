import { blocksOf, type Block } from './blocks.ts';

/** A JavaScript or TypeScript file, prepared for being searched. */
export interface JavaScriptText {
  path: string;
  source: string;
  /**
   * As long as `source`: comments, regular expressions and the insides of strings are blanks (the quotes stay, and so
   * do the expressions in templates), so that what is found in it is code.
   */
  code: string;
  /** what stands in braces, in the order of the opening ones */
  blocks: Block[];
}

export function readJavaScript(path: string, source: string): JavaScriptText {
  const code = blankOut(source);
  return { path, source, code, blocks: blocksOf(code) };
}

/** What a slash after it starts a regular expression; after all other code it divides. */
const BEFORE_EXPRESSION =
  /(^|[=([{,;:?!&|+\-*%^~>}]|\b(return|typeof|case|in|of|do|else|void|delete|instanceof|new|throw|await|yield))\s*$/;
const REGULAR_EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** Templates in expressions of templates; people write two. */
const DEEPEST_TEMPLATE = 50;

/** Tolerant: a quote that never closes (an apostrophe in the text of JSX) ends with its line. */
function blankOut(source: string): string {
  const pieces: string[] = [];
  let copied = 0;
  let templates = 0;
  const blank = (from: number, to: number): void => {
    if (to <= from) return;
    pieces.push(source.slice(copied, from), ' '.repeat(to - from));
    copied = to;
  };

  /** @returns the offset after the string whose quote is at `at` */
  const string = (at: number): number => {
    const quote = source[at] ?? '';
    let inside = at + 1;
    while (inside < source.length && source[inside] !== quote && source[inside] !== '\n')
      inside += source[inside] === '\\' ? 2 : 1;
    const end = Math.min(inside, source.length);
    blank(at + 1, end);
    return source[end] === quote ? end + 1 : end;
  };

  /** @returns the offset after the template whose backtick is at `at` */
  const template = (at: number): number => {
    let start = at + 1;
    let inside = start;
    while (inside < source.length && source[inside] !== '`') {
      if (source[inside] === '$' && source[inside + 1] === '{' && templates < DEEPEST_TEMPLATE) {
        blank(start, inside);
        templates++;
        inside = code(inside + 2, true);
        templates--;
        start = inside;
      } else inside += source[inside] === '\\' ? 2 : 1;
    }
    const end = Math.min(inside, source.length);
    blank(start, end);
    return Math.min(end + 1, source.length);
  };

  /** @returns the offset after the code; in a template that after its closing brace */
  const code = (from: number, inTemplate: boolean): number => {
    let at = from;
    let depth = 0;
    while (at < source.length) {
      const char = source[at];
      if (char === '"' || char === "'") at = string(at);
      else if (char === '`') at = template(at);
      else if (char === '/') at = slash(at);
      else {
        if (inTemplate && char === '}' && depth === 0) return at + 1;
        if (char === '{') depth++;
        if (char === '}') depth--;
        at++;
      }
    }
    return at;
  };

  /** @returns the offset after the comment, regular expression or operator that the slash at `at` starts */
  const slash = (at: number): number => {
    const next = source[at + 1];
    if (next === '/' || next === '*') {
      const found = next === '/' ? source.indexOf('\n', at) : source.indexOf('*/', at + 2);
      const end = found < 0 ? source.length : next === '/' ? found : found + 2;
      blank(at, end);
      return end;
    }
    // `</p>` and `/>` of JSX; before a comment that was blanked stands code further off
    const before = source.slice(Math.max(0, at - 40), at);
    if (next === '>' || before.endsWith('<') || !BEFORE_EXPRESSION.test(before)) return at + 1;
    REGULAR_EXPRESSION.lastIndex = at;
    const [literal] = REGULAR_EXPRESSION.exec(source) ?? [];
    if (literal === undefined) return at + 1;
    blank(at + 1, at + literal.length);
    return at + literal.length;
  };

  if (source.startsWith('#!')) {
    const end = source.indexOf('\n');
    blank(0, end < 0 ? source.length : end);
  }
  code(copied, false);
  pieces.push(source.slice(copied));
  return pieces.join('');
}
