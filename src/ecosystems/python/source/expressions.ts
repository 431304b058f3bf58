import type { PythonText } from './python-text.ts';

/** A stretch of code between two commas of a call. */
export interface Argument {
  /** null for a positional one */
  name: string | null;
  /** where its value stands */
  start: number;
  end: number;
}

export interface Bracketed {
  arguments: Argument[];
  /** the offset after the closing bracket */
  end: number;
}

/** Characters that a call or a literal of interest takes at most; generated data is longer, and no setting. */
const LONGEST = 4096;

/** The arguments of a call, the items of a list or the index of a subscript, whose opening bracket is at `open`; none where it never closes. */
export function bracketed(text: PythonText, open: number): Bracketed {
  const { code } = text;
  const parts: Argument[] = [];
  let depth = 0;
  let start = open + 1;
  const stop = Math.min(code.length, open + LONGEST);
  for (let at = open; at < stop; at++) {
    const char = code[at] ?? '';
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    if (depth > 1 || (depth === 1 && char !== ',')) continue;
    const part = argumentAt(code, start, at);
    if (part) parts.push(part);
    start = at + 1;
    if (depth <= 0) return { arguments: parts, end: start };
  }
  return { arguments: [], end: stop };
}

function argumentAt(code: string, from: number, to: number): Argument | null {
  const raw = code.slice(from, to);
  const [lead = '', name] = /^\s*(?:([A-Za-z_]\w*)\s*=(?!=)\s*)?/.exec(raw) ?? [];
  const end = from + raw.trimEnd().length;
  return end <= from + lead.length ? null : { name: name ?? null, start: from + lead.length, end };
}

export const positional = (call: Bracketed, index: number): Argument | undefined =>
  call.arguments.filter(({ name }) => name === null)[index];

export const keyword = (call: Bracketed, ...names: string[]): Argument | undefined =>
  call.arguments.find(({ name }) => name !== null && names.includes(name));

/** The value of a plain string literal; null for everything else, f-strings and joined ones included. */
export function stringOf(text: PythonText, part: Argument | undefined): string | null {
  if (!part || part.end - part.start > LONGEST) return null;
  const source = text.source.slice(part.start, part.end);
  const [, prefix = '', quote = '', body = ''] =
    /^([rRuU]?)("""|'''|"|')((?:\\[^]|(?!\2)[^\\])*)\2$/.exec(source) ?? [];
  if (quote === '') return null;
  return /r/i.test(prefix)
    ? body
    : body.replaceAll(/\\([\\'"nt]|\r?\n)/g, (_, char: string) => ESCAPES[char] ?? '');
}

const ESCAPES: Record<string, string> = { '\\': '\\', "'": "'", '"': '"', n: '\n', t: '\t' };

/** A literal as an environment variable would hold it; null for None and for what is no literal. */
export function literalOf(text: PythonText, part: Argument | undefined): string | null {
  if (!part || part.end - part.start > LONGEST) return null;
  const source = text.source.slice(part.start, part.end);
  return /^(-?\d+(\.\d+)?|True|False)$/.test(source) ? source : stringOf(text, part);
}
