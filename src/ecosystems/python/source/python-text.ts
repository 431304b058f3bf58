/** A logical line of Python: what brackets, backslashes and long strings hold together. */
export interface PythonLine {
  start: number;
  end: number;
  indent: number;
  /** the line whose block this one stands in (`def f():`, `if x:`); null at the top */
  parent: PythonLine | null;
  index: number;
}

/** A Python file, prepared for being searched. */
export interface PythonText {
  path: string;
  source: string;
  /**
   * As long as `source`: comments and the insides of strings are blanks (the quotes stay, and so do the expressions in
   * f-strings), so that what is found in it is code.
   */
  code: string;
  lines: PythonLine[];
}

export function readPython(path: string, source: string): PythonText {
  const code = blankOut(source);
  return { path, source, code, lines: linesOf(code) };
}

/** The logical line that an offset lies in. */
export function lineAt(text: PythonText, offset: number): PythonLine | null {
  let low = 0;
  let high = text.lines.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const line = text.lines[middle];
    if (!line) return null;
    if (offset < line.start) high = middle - 1;
    else if (offset > line.end) low = middle + 1;
    else return line;
  }
  return null;
}

/** The line's code without its strings' content. */
export const codeOfLine = (text: PythonText, line: PythonLine): string =>
  text.code.slice(line.start, line.end);

/** The lines of a block, nested ones included. */
export function blockOf(text: PythonText, header: PythonLine): PythonLine[] {
  const block: PythonLine[] = [];
  for (const line of text.lines.slice(header.index + 1)) {
    if (line.indent <= header.indent) break;
    block.push(line);
  }
  return block;
}

/** The blocks that a line stands in, the innermost first. */
export function headersOf(line: PythonLine): PythonLine[] {
  const headers: PythonLine[] = [];
  for (let { parent } = line; parent; { parent } = parent) headers.push(parent);
  return headers;
}

/** f-strings in expressions of f-strings; Python itself ends at about this depth. */
const DEEPEST_FORMAT = 150;

function blankOut(source: string): string {
  const out = source.split('');
  let formats = 0;
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) out[at] = ' ';
  };

  /** @returns the offset after the string whose prefix or quote is at `at` */
  const string = (at: number, prefix: string): number => {
    const first = source[at] ?? '';
    const quote = source.startsWith(first.repeat(3), at) ? first.repeat(3) : first;
    const formatted = /f/i.test(prefix) && formats < DEEPEST_FORMAT;
    let inside = at + quote.length;
    while (inside < source.length && !source.startsWith(quote, inside)) {
      const two = source.slice(inside, inside + 2);
      if (quote.length === 1 && two.startsWith('\n')) return inside;
      if (formatted && two.startsWith('{') && two !== '{{') {
        formats++;
        inside = code(inside + 1, true);
        formats--;
        continue;
      }
      const width = two.startsWith('\\') || (formatted && two === '{{') ? 2 : 1;
      blank(inside, Math.min(inside + width, source.length));
      inside += width;
    }
    return Math.min(inside + quote.length, source.length);
  };

  /** @returns the offset after the code; in an f-string that after its closing brace */
  const code = (from: number, inFormat: boolean): number => {
    let at = from;
    let depth = 0;
    while (at < source.length) {
      const char = source[at] ?? '';
      if (char === '#' && !inFormat) {
        const end = source.indexOf('\n', at);
        blank(at, end === -1 ? source.length : end);
        at = end === -1 ? source.length : end;
      } else if (char === '"' || char === "'") {
        at = string(at, /(?<!\w)[A-Za-z]{1,2}$/.exec(source.slice(Math.max(0, at - 3), at))?.[0] ?? '');
      } else {
        if (inFormat && char === '}' && depth === 0) return at + 1;
        if ('([{'.includes(char)) depth++;
        if (')]}'.includes(char)) depth--;
        at++;
      }
    }
    return at;
  };
  code(0, false);
  return out.join('');
}

function linesOf(code: string): PythonLine[] {
  const lines: PythonLine[] = [];
  const open: PythonLine[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= code.length; at++) {
    const char = code[at] ?? '\n';
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
    if (char !== '\n' || (at < code.length && (depth > 0 || /\\\r?$/.test(code.slice(at - 2, at))))) continue;
    const blanks = /^[ \t\f\r]*/.exec(code.slice(start, at))?.[0] ?? '';
    if (start + blanks.length < at) {
      const indent = blanks.replaceAll('\t', '        ').length;
      while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
      const line = {
        start: start + blanks.length,
        end: at,
        indent,
        parent: open.at(-1) ?? null,
        index: lines.length,
      };
      lines.push(line);
      open.push(line);
    }
    start = at + 1;
  }
  return lines;
}
