import type { JavaScriptText } from './javascript-text.ts';

/** A stretch of code between two commas of a call, an array or an object. */
export interface Part {
  /** of an object: the property's name; null for other parts, spread and computed ones included */
  name: string | null;
  /** where its value stands */
  start: number;
  end: number;
}

export interface Bracketed {
  parts: Part[];
  /** the offset after the closing bracket */
  end: number;
}

/** Characters that a literal of interest takes at most. */
const LONGEST = 4096;
/** Handlers stand in calls, so these are longer; more is generated code. */
const LONGEST_CALL = 200_000;

/**
 * The arguments of a call, the items of an array or the properties of an object, whose opening bracket is at `open`; none
 * where it never closes.
 */
export function bracketed(text: JavaScriptText, open: number): Bracketed {
  const { code } = text;
  const isObject = code[open] === '{';
  const parts: Part[] = [];
  let depth = 0;
  let start = open + 1;
  const bracket = /[()[\]{},]/g;
  bracket.lastIndex = open;
  for (let match = bracket.exec(code); match !== null; match = bracket.exec(code)) {
    const char = match[0];
    if (match.index - open > LONGEST_CALL) break;
    if ('([{'.includes(char)) depth++;
    else if (char !== ',') depth--;
    if (depth > 1 || (depth === 1 && char !== ',')) continue;
    const part = partAt(code, start, match.index, isObject);
    if (part) parts.push(part);
    start = match.index + 1;
    if (depth <= 0) return { parts, end: start };
  }
  return { parts: [], end: Math.min(code.length, open + LONGEST_CALL) };
}

function partAt(code: string, from: number, to: number, isObject: boolean): Part | null {
  const start = from + (/^\s*/.exec(code.slice(from, to))?.[0].length ?? 0);
  const end = from + code.slice(from, to).trimEnd().length;
  if (end <= start) return null;
  if (!isObject) return { name: null, start, end };
  const [lead, name] = /^([\w$]+)\s*:\s*/.exec(code.slice(start, end)) ?? [];
  if (lead !== undefined) return { name: name ?? null, start: start + lead.length, end };
  // shorthand `{ router }` and methods `{ handler() {} }` name themselves
  const own = /^(?:async\s+)?([\w$]+)(?=$|\s*\()/.exec(code.slice(start, end))?.[1];
  return { name: own ?? null, start, end };
}

/** The value of a property of the object that starts at `part`; undefined where it is no object or has none. */
export function property(text: JavaScriptText, part: Part | undefined, ...names: string[]): Part | undefined {
  if (!part || text.code[part.start] !== '{') return undefined;
  return bracketed(text, part.start).parts.find(({ name }) => name !== null && names.includes(name));
}

/** The code of a part, without what its strings say. */
export const codeOf = (text: JavaScriptText, part: Part | undefined): string =>
  part ? text.code.slice(part.start, part.end) : '';

/** The value of a plain string literal, or of a template without expressions; null for everything else. */
export function stringOf(text: JavaScriptText, part: Part | undefined): string | null {
  if (!part || part.end - part.start > LONGEST) return null;
  const source = text.source.slice(part.start, part.end).replace(/\s+as\s+(const|string)$/, '');
  const [, quote = '', body = ''] = /^(["'`])((?:\\[^]|(?!\1)[^\\])*)\1$/.exec(source) ?? [];
  if (quote === '' || (quote === '`' && body.includes('${'))) return null;
  return body.replaceAll(/\\([\\'"`nt]|\r?\n)/g, (_, char: string) => ESCAPES[char] ?? '');
}

const ESCAPES: Record<string, string> = { '\\': '\\', "'": "'", '"': '"', '`': '`', n: '\n', t: '\t' };

/** The strings of an array literal, or the one string; others are left out. */
export function stringsOf(text: JavaScriptText, part: Part | undefined): string[] {
  const items = part && text.code[part.start] === '[' ? bracketed(text, part.start).parts : [part];
  return items.map((item) => stringOf(text, item)).filter((value) => value !== null);
}

/**
 * A literal as an environment variable would hold it, also through a constant of the same file; null for what is no
 * literal. What is false or nothing is the empty text: `'false'` would be true.
 */
export function literalOf(text: JavaScriptText, part: Part | undefined): string | null {
  if (!part || part.end - part.start > LONGEST) return null;
  const code = codeOf(text, part);
  if (/^-?(\d[\d_]*)(\.\d+)?$/.test(code)) return code.replaceAll('_', '');
  if (code === 'true') return 'true';
  if (code === 'false') return '';
  if (/^[A-Za-z_$][\w$]*$/.test(code)) {
    const value = constantOf(text, code);
    return value && !/^[A-Za-z_$]/.test(codeOf(text, value)) ? literalOf(text, value) : null;
  }
  return stringOf(text, part);
}

/** What a constant of the same file was given. */
export function constantOf(text: JavaScriptText, name: string): Part | undefined {
  const given = new RegExp(`(?<![\\w$.])(?:const|let|var)\\s+${escaped(name)}\\s*(?::[^=;\\n]*)?=\\s*`).exec(
    text.code,
  );
  return given ? valueAt(text, given.index + given[0].length) : undefined;
}

/** The literal that starts at an offset: a string, number, word, array or object. */
export function valueAt(text: JavaScriptText, start: number): Part | undefined {
  const char = text.code[start] ?? '';
  if ('[{'.includes(char) && char !== '') return { name: null, start, end: bracketed(text, start).end };
  const rest = text.code.slice(start, start + LONGEST);
  const [value] =
    /^(?:(["'`])[^"'`]*\1|-?\d[\d_]*(?:\.\d+)?(?![\w.])|[A-Za-z_$][\w$]*(?!\s*[.([\w$]))/.exec(rest) ?? [];
  return value === undefined ? undefined : { name: null, start, end: start + value.length };
}

/** A name as part of a regular expression. */
export const escaped = (name: string): string => name.replaceAll('$', String.raw`\$`);
