import { blocksAround } from './blocks.ts';
import { bracketed } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { resolveName } from './modules.ts';

const GIVES_UP = /(?<![\w$.])throw\b|\bprocess\.(exit|abort)\s*\(/;
/** Rounds in which functions that started ones call are followed. */
const DEEPEST_CALL = 8;

/** Says whether the code at an offset of a file is run at every start, not only under a condition or on a call. */
export type RunsAtStart = (text: JavaScriptText, offset: number) => boolean;

/** Follows the calls from the top of the modules to functions, also to those of other files. */
export function readStart(texts: ReadonlyMap<string, JavaScriptText>): RunsAtStart {
  const started = new Set<string>();
  const runsAtStart: RunsAtStart = (text, offset) =>
    blocksAround(text.blocks, offset).every(
      ({ kind, name, end, start }) =>
        kind === 'plain' ||
        (kind === 'function' &&
          (isCalledAtOnce(text, start, end) || (name !== null && started.has(`${text.path} ${name}`)))),
    );
  const calls = [...texts.values()].flatMap((text) => callsIn(texts, text));
  for (let round = 0, before = -1; round < DEEPEST_CALL && before < started.size; round++) {
    before = started.size;
    for (const { text, offset, called } of calls)
      if (!started.has(called) && runsAtStart(text, offset) && !isInArrow(text, offset)) started.add(called);
  }
  return runsAtStart;
}

/** `() => start()`: an arrow function without braces. */
const isInArrow = (text: JavaScriptText, offset: number): boolean =>
  /=>[^;{}]*$/.test(text.code.slice(Math.max(0, offset - 200), offset));

interface Call {
  text: JavaScriptText;
  offset: number;
  /** path and name of the function */
  called: string;
}

/** Calls of functions that the project itself defines. */
function callsIn(texts: ReadonlyMap<string, JavaScriptText>, text: JavaScriptText): Call[] {
  const imported = new Map<string, string>();
  return [
    ...text.code.matchAll(/(?<![\w$.])(?=[A-Za-z_$])(?<!\bfunction\s+)([A-Za-z_$][\w$]*)\s*\(/g),
  ].flatMap((match) => {
    const local = match[1] ?? '';
    if (/^(if|for|while|switch|catch|require|import|return|function|await|typeof)$/.test(local)) return [];
    let called = imported.get(local);
    if (called === undefined) {
      const { path, name } = resolveName(texts, text, local);
      called = `${path} ${name}`;
      imported.set(local, called);
    }
    return [{ text, offset: match.index, called }];
  });
}

/** `(async () => { … })()` */
const isCalledAtOnce = (text: JavaScriptText, start: number, end: number): boolean =>
  /^\s*\)?\s*\(\s*\)/.test(text.code.slice(end, end + 20)) &&
  /\(\s*(?:async\s+)?(?:function\b[^(]*)?(?:\([^()]*\)|[\w$]+)\s*(?:=>)?\s*$/.test(
    text.code.slice(Math.max(0, start - 80), start),
  );

/** True when what an `if` whose parenthesis opens at `open` guards ends the program. */
export function guardGivesUp(text: JavaScriptText, open: number): boolean {
  const { end } = bracketed(text, open);
  return GIVES_UP.test(statementAt(text, end));
}

/** The block or single statement that starts at an offset. */
function statementAt(text: JavaScriptText, offset: number): string {
  const start = offset + (/^\s*/.exec(text.code.slice(offset, offset + 400))?.[0].length ?? 0);
  if (text.code[start] === '{') return text.code.slice(start, bracketed(text, start).end);
  return /^[^;]*/.exec(text.code.slice(start, start + 400))?.[0] ?? '';
}

export const givesUp = (code: string): boolean => GIVES_UP.test(code);

/** Says which expressions a condition finds missing: `!A`, `A === undefined`, `A == null`; with `&&` none is certain. */
export function missingIn(condition: string, expression: string): boolean {
  if (condition.includes('&&')) return false;
  return new RegExp(
    `!\\s*\\(?${expression}(?![\\w$.[(])|(?<![\\w$.])${expression}\\s*(?:===?\\s*(?:undefined|null|["'\`]["'\`])|\\.length\\s*===?\\s*0)|typeof\\s+${expression}\\s*===?`,
  ).test(condition);
}
