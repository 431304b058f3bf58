import { bracketed, type Bracketed } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';

export interface Link {
  method: string;
  call: Bracketed;
  offset: number;
}

/** The calls that follow one another behind an expression: `.route('/x').get(…).post(…)`. */
export function chainAt(text: JavaScriptText, offset: number): Link[] {
  const links: Link[] = [];
  const link = /\s*\??\.\s*([\w$]+)\s*/y;
  for (let at = offset; ;) {
    link.lastIndex = at;
    const match = link.exec(text.code);
    if (match === null) return links;
    const open = afterTypes(text.code, at + match[0].length);
    if (text.code[open] !== '(') return links;
    const call = bracketed(text, open);
    links.push({ method: match[1] ?? '', call, offset: at });
    if (call.end <= open + 1 && call.parts.length === 0) return links;
    at = call.end;
  }
}

/** Type arguments, `<{ Params: { id: string } }>`, are skipped. */
function afterTypes(code: string, start: number): number {
  if (code[start] !== '<') return start;
  let depth = 0;
  const stop = Math.min(code.length, start + 1000);
  for (let at = start; at < stop; at++) {
    if (code[at] === '<') depth++;
    else if (code[at] === '>' && code[at - 1] !== '=' && --depth === 0) return at + 1 + spaces(code, at + 1);
  }
  return start;
}

const spaces = (code: string, at: number): number => /^\s*/.exec(code.slice(at, at + 20))?.[0].length ?? 0;
