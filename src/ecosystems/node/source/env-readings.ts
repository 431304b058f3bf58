import { environmentIn } from './environment.ts';
import { bracketed, escaped, literalOf, stringOf, valueAt } from './expressions.ts';
import { blocksAround } from './blocks.ts';
import { guardGivesUp, missingIn, type RunsAtStart } from './guards.ts';
import type { JavaScriptText } from './javascript-text.ts';
import type { Reading } from '../../variable-readings.ts';

/** `process.env.X`, `process.env['X']`, `const { X = 'default' } = process.env` and `'X' in process.env`. */
export function directReadings(text: JavaScriptText, runsAtStart: RunsAtStart): Reading[] {
  const environment = environmentIn(text);
  const { code } = text;
  const readings: Reading[] = [];
  const member = new RegExp(
    `${environment}\\s*(?:\\??\\.\\s*([A-Za-z_]\\w*)(?![\\w$]|\\s*\\()|(?:\\?\\.)?\\[\\s*(["'\`] *["'\`])\\s*\\])`,
    'g',
  );
  for (const match of code.matchAll(member)) {
    const end = match.index + match[0].length;
    const name = match[1] ?? subscript(text, match.index, match[2] ?? '', end);
    if (name === null || isWritten(code, match.index, end)) continue;
    readings.push({
      name,
      default: defaultAfter(text, match.index, end),
      required: isRequired(text, match.index, end, runsAtStart),
      offset: match.index,
    });
  }
  for (const match of code.matchAll(
    new RegExp(`\\}\\s*(?::[^=;{}]*)?=\\s*${environment}(?![\\w$.[(])(?!\\s*\\??[.[(])`, 'g'),
  ))
    readings.push(...destructured(text, match.index, runsAtStart));
  for (const match of code.matchAll(new RegExp(`(["'])( *)\\1\\s+in\\s+${environment}(?![\\w$.[])`, 'g'))) {
    const name = text.source.slice(match.index + 1, match.index + 1 + (match[2] ?? '').length);
    const expression = String.raw`["'] *["']\s+in\b.*`;
    const required = isGuarded(text, match.index, expression) && runsAtStart(text, match.index);
    readings.push({ name, default: null, required, offset: match.index });
  }
  return readings;
}

function subscript(text: JavaScriptText, start: number, quoted: string, end: number): string | null {
  const at = text.code.lastIndexOf(quoted, end);
  return at < start ? null : stringOf(text, { name: null, start: at, end: at + quoted.length });
}

const isWritten = (code: string, start: number, end: number): boolean =>
  /^\s*(=(?![=>])|\+=)/.test(code.slice(end, end + 20)) ||
  /\bdelete\s+$/.test(code.slice(Math.max(0, start - 20), start));

/** Behind `??` or `||`, also outside of a conversion, or in the last branch of `X ? … X … : default`. */
function defaultAfter(text: JavaScriptText, start: number, end: number): string | null {
  const rest = text.code.slice(end, end + 200);
  const isConverted = /(?:\b(?:Number|parseInt|parseFloat|String|Boolean|BigInt)\s*\(|\+)\s*$/.test(
    text.code.slice(Math.max(0, start - 40), start),
  );
  const close = isConverted ? String.raw`(?:(?:,\s*\d+\s*)?\))?` : '';
  const operator = new RegExp(`^!?(?:\\s+as\\s+\\w+)?\\s*${close}\\s*(?:\\?\\?|\\|\\|)=?\\s*`).exec(
    rest,
  )?.[0];
  if (operator !== undefined) return literalAt(text, end + operator.length);
  const read = text.code.slice(start, end).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const ternary = new RegExp(`^\\s*\\?(?![.?])[^:?;]*${read}[^:?;]*:\\s*`).exec(rest)?.[0];
  return ternary === undefined ? null : literalAt(text, end + ternary.length);
}

/** A literal that is all of the expression. */
function literalAt(text: JavaScriptText, start: number): string | null {
  const value = valueAt(text, start);
  return !value || /^\s*[+?.([]/.test(text.code.slice(value.end, value.end + 20))
    ? null
    : literalOf(text, value);
}

/** @param close the offset of the closing brace of the pattern */
function destructured(text: JavaScriptText, close: number, runsAtStart: RunsAtStart): Reading[] {
  const open = text.blocks.find((block) => block.end === close + 1)?.start;
  if (open === undefined) return [];
  return bracketed(text, open).parts.flatMap((part) => {
    const code = text.code.slice(part.start, part.end);
    const name = part.name ?? /^[\w$]+(?=\s*=)/.exec(code)?.[0];
    if (name === undefined || code.startsWith('...')) return [];
    const local = /^[\w$]+/.exec(code)?.[0] ?? name;
    const lead = /^[\w$]+\s*=\s*/.exec(code)?.[0];
    const required = lead === undefined && runsAtStart(text, open) && isChecked(text, close, escaped(local));
    const fallback = lead === undefined ? null : literalAt(text, part.start + lead.length);
    return [{ name, default: fallback, required, offset: part.start }];
  });
}

const ASSERTS = String.raw`(?<![\w$.])(?:assert(?:\.ok)?|invariant|ok)\s*\(\s*`;
const THROWS =
  /^!?\s*(?:\?\?|\|\|)\s*(?:\(\s*\(\s*\)\s*(?::\s*never\s*)?=>\s*\{\s*throw\b|(?:fail|panic|die|raise|throw\w*)\s*\()/;

/** True when an empty answer of the reading visibly ends the program at its start. */
function isRequired(text: JavaScriptText, start: number, end: number, runsAtStart: RunsAtStart): boolean {
  const before = text.code.slice(Math.max(0, start - 400), start);
  const after = text.code.slice(end, end + 120);
  const expression = text.code.slice(start, end).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const stops =
    isGuarded(text, start, expression) ||
    THROWS.test(after) ||
    new RegExp(`${ASSERTS}$`).test(before) ||
    isAssigned(text, before, after, end);
  return stops && runsAtStart(text, start);
}

/** Part of the condition of an `if` that gives up when it is missing. */
function isGuarded(text: JavaScriptText, offset: number, expression: string): boolean {
  const from = Math.max(0, offset - 400);
  const lead = /(?<![\w$.])if\s*\((?=[^{};]*$)/.exec(text.code.slice(from, offset));
  if (lead === null) return false;
  const open = from + lead.index + lead[0].length - 1;
  const condition = text.code.slice(open + 1, bracketed(text, open).end - 1);
  return missingIn(condition, expression) && guardGivesUp(text, open);
}

/** `const X = process.env.X;` or `x: process.env.X,`, checked later. */
function isAssigned(text: JavaScriptText, before: string, after: string, end: number): boolean {
  if (!/^!?(\s+as\s+\w+)?\s*([;,\n})]|$)/.test(after)) return false;
  const constant = /(?<![\w$.])(?:const|let|var)\s+([\w$]+)\s*(?::[^=;]*)?=\s*$/.exec(before)?.[1];
  if (constant !== undefined) return isChecked(text, end, escaped(constant));
  const key = /[{,]\s*([\w$]+)\s*:\s*$/.exec(before)?.[1];
  return key !== undefined && isChecked(text, end, String.raw`[\w$]+\.${escaped(key)}`);
}

/** True when a later `if` or assertion ends the program when the expression is empty, and is not further inside than it. */
function isChecked(text: JavaScriptText, offset: number, expression: string): boolean {
  const around = blocksAround(text.blocks, offset);
  const isOutside = (at: number): boolean =>
    blocksAround(text.blocks, at).every(
      (block) => around.includes(block) || (block.kind === 'plain' && block.parent === null),
    );
  const { code } = text;
  for (const match of code.matchAll(/(?<![\w$.])if\s*\(/g)) {
    if (match.index < offset || !isOutside(match.index)) continue;
    const open = match.index + match[0].length - 1;
    if (
      missingIn(code.slice(open + 1, bracketed(text, open).end - 1), expression) &&
      guardGivesUp(text, open)
    )
      return true;
  }
  return [...code.matchAll(new RegExp(`${ASSERTS}${expression}\\s*[,)]`, 'g'))].some(
    ({ index }) => index > offset && isOutside(index),
  );
}
