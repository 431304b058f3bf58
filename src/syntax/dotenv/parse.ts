import { type Position, positionAt, type Range } from '../text.ts';

export interface DotenvEntry {
  name: string;
  /**
   * quotes and escapes taken off, `${…}` left as it is; null for a `NAME` alone, which takes its value from the
   * environment
   */
  value: string | null;
  quote: '"' | "'" | null;
  /** from the name (or `export`) to the end of the value */
  range: Range;
  /** the value as written, quotes included; null when there is none */
  valueRange: Range | null;
  /** the comment behind the value, with its `#` */
  comment: string | null;
}

export interface DotenvProblem extends Position {
  message: string;
  offset: number;
}

export interface Dotenv {
  source: string;
  /** in order; a later one of the same name wins */
  entries: DotenvEntry[];
  /** compose refuses the file with these; the lines concerned have no entry */
  problems: DotenvProblem[];
  /** the same bytes as were parsed */
  toString(): string;
}

const BLANKS = '[ \\t\\v\\f\\r\\u0085\\u00a0]*';
const SKIPPED = /(?:\s|\u0085|#[^\n]*)*/y;
const START = new RegExp(
  `(?:export(?=[ \\t])${BLANKS})?([^=:\\n]*?)(${BLANKS})(?:([=:])${BLANKS}|(?=\\n)|$)`,
  'y',
);

/**
 * Reads an env file by the rules of compose: `export` is allowed, `:` stands for `=` too, quoted values may span lines,
 * and in an unquoted one only ` #` starts a comment. Never throws.
 */
export function parseDotenv(source: string): Dotenv {
  const entries: DotenvEntry[] = [];
  const problems: DotenvProblem[] = [];
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    at += matchAt(SKIPPED, source, at)?.[0].length ?? 0;
    if (at >= source.length) break;
    const read = readEntry(source, at);
    if ('message' in read) problems.push({ message: read.message, offset: at, ...positionAt(source, at) });
    else entries.push(read.entry);
    at = read.next;
  }
  return { source, entries, problems, toString: () => source };
}

type Read = ({ entry: DotenvEntry } | { message: string }) & { next: number };

function readEntry(source: string, start: number): Read {
  const [all = '', name = '', , separator] = matchAt(START, source, start) ?? [];
  const valueStart = start + all.length;
  const lineEnd = endOfLine(source, valueStart);
  if (!/^[\p{L}\p{N}_.[\]-]+$/u.test(name))
    return { message: `${JSON.stringify(name)} is no variable name`, next: lineEnd };
  if (separator === undefined) {
    const nameEnd = start + all.trimEnd().length;
    const entry = {
      name,
      value: null,
      quote: null,
      range: { start, end: nameEnd },
      valueRange: null,
      comment: null,
    };
    return { entry, next: lineEnd };
  }
  const quote = source[valueStart] ?? '';
  if (quote === '"' || quote === "'") {
    const end = closingQuote(source, valueStart, quote);
    if (end === null) return { message: `the value of ${name} lacks its closing quote`, next: lineEnd };
    const inner = source.slice(valueStart + 1, end - 1).replaceAll('\r\n', '\n');
    const rest = source.slice(end, endOfLine(source, end));
    const entry: DotenvEntry = {
      name,
      value: unescape(inner, quote),
      quote,
      range: { start, end },
      valueRange: { start: valueStart, end },
      comment: /^\s*(#.*?)\r?$/.exec(rest)?.[1] ?? null,
    };
    return { entry, next: end };
  }
  const written = source.slice(valueStart, lineEnd);
  const hash = written.indexOf(' #');
  const value = trimEnd(hash < 0 ? written : written.slice(0, hash));
  const end = valueStart + value.length;
  return {
    entry: {
      name,
      value,
      quote: null,
      range: { start, end },
      valueRange: { start: valueStart, end },
      comment: hash < 0 ? null : trimEnd(written.slice(hash + 1)),
    },
    next: lineEnd,
  };
}

/** Behind the quote that closes; a backslash takes the next character along. */
function closingQuote(source: string, start: number, quote: string): number | null {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === quote) return at + 1;
  }
  return null;
}

const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

/** Other escapes stay; so does `\$`, which belongs to the interpolation. Within single quotes only `\'` is one. */
function unescape(text: string, quote: string): string {
  return text.replace(/\\([^])/g, (all, character: string) =>
    quote === "'" ? (character === quote ? character : all) : (ESCAPES[character] ?? all),
  );
}

function trimEnd(text: string): string {
  return text.replace(/[\s\u0085]+$/, '');
}

function endOfLine(source: string, from: number): number {
  const newline = source.indexOf('\n', from);
  return newline < 0 ? source.length : newline;
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
