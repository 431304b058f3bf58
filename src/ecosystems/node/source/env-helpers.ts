import { blocksAround } from './blocks.ts';
import { environmentIn } from './environment.ts';
import { bracketed, constantOf, escaped, literalOf, stringOf, stringsOf, type Part } from './expressions.ts';
import { givesUp, guardGivesUp, type RunsAtStart } from './guards.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { importsOf, resolveName } from './modules.ts';
import type { Reading } from '../../variable-readings.ts';

/** A function of the project that reads the variable whose name it is given: `requireEnv('X')`, `env('X', 'default')`. */
interface Helper {
  path: string;
  name: string;
  /** throws or exits when there is no value */
  stops: boolean;
  /** its second parameter has a default of its own */
  hasDefault: boolean;
}

/** Readings by a name that is no literal: `process.env[name]`. */
const dynamic = (text: JavaScriptText): RegExpMatchArray[] => [
  ...text.code.matchAll(new RegExp(`${environmentIn(text)}\\s*(?:\\?\\.)?\\[\\s*([\\w$]+)\\s*\\]`, 'g')),
];

export function envHelpers(texts: ReadonlyMap<string, JavaScriptText>): Helper[] {
  return [...texts.values()].flatMap((text) =>
    dynamic(text).flatMap(({ index = 0, 1: key = '' }) => {
      const first = new RegExp(`^\\s*${escaped(key)}(?![\\w$])`);
      const owner = blocksAround(text.blocks, index).find(({ kind }) => kind === 'function');
      if (owner?.name && owner.parameters) {
        const parameters = text.code.slice(owner.parameters.start, owner.parameters.end);
        if (first.test(parameters))
          return [helper(text, owner.name, parameters, text.code.slice(owner.start, owner.end))];
      }
      const arrow =
        /(?<![\w$.])(?:const|let|var)\s+([\w$]+)\s*(?::[^=;]*)?=\s*\(?([^()]*?)\)?\s*(?::\s*[\w<>| ]+)?=>(?=[^;{}]*$)/.exec(
          text.code.slice(Math.max(0, index - 300), index),
        );
      if (arrow === null || !first.test(arrow[2] ?? '')) return [];
      return [helper(text, arrow[1] ?? '', arrow[2] ?? '', '')];
    }),
  );
}

const helper = (text: JavaScriptText, name: string, parameters: string, body: string): Helper => ({
  path: text.path,
  name,
  stops: givesUp(body),
  hasDefault: /^[^,]*,[^,]*[^=!]=(?!>)/.test(parameters),
});

export function helperReadings(
  texts: ReadonlyMap<string, JavaScriptText>,
  text: JavaScriptText,
  helpers: readonly Helper[],
  runsAtStart: RunsAtStart,
): Reading[] {
  const readings: Reading[] = [];
  const isHelper = (called: string): Helper | undefined => {
    const { path, name } = resolveName(texts, text, called);
    return helpers.find((one) => one.path === path && one.name === name);
  };
  if (helpers.length === 0) return [];
  const own = helpers.filter(({ path }) => path === text.path).map(({ name }) => name);
  const names = [...new Set([...own, ...importsOf(text).map(({ local }) => local)])].map(escaped);
  if (names.length === 0) return [];
  const call = new RegExp(
    `(?<![\\w$.])((?:${names.join('|')})(?:\\.[\\w$]+)?)\\s*(?:<[^()]*>)?\\(\\s*(?=["'\`])`,
    'g',
  );
  for (const match of text.code.matchAll(call)) {
    const found = isHelper(match[1] ?? '');
    if (found === undefined) continue;
    const open = text.code.indexOf('(', match.index);
    const [first, second] = bracketed(text, open).parts;
    const name = stringOf(text, first);
    if (name === null) continue;
    const required = found.stops && !second && !found.hasDefault && runsAtStart(text, match.index);
    readings.push({ name, default: literalOf(text, second), required, offset: match.index });
  }
  return readings;
}

/** Names in a list that is gone through: `for (const name of ['A', 'B']) if (!process.env[name]) throw …`. */
export function listReadings(text: JavaScriptText, runsAtStart: RunsAtStart): Reading[] {
  return dynamic(text).flatMap(({ index = 0, 0: matched, 1: key = '' }) => {
    const from = Math.max(0, index - 600);
    const before = text.code.slice(from, index);
    const item = escaped(key);
    const loop = new RegExp(
      `(?<![\\w$.])for\\s*\\(\\s*(?:const|let|var)\\s+${item}\\s+of\\s+(?=[\\w$[])`,
    ).exec(before);
    const method = new RegExp(
      `([\\w$]+|\\])(?:\\s+as\\s+const\\s*\\))?\\s*\\.\\s*(?:forEach|filter|find|some|every|map)\\s*\\(\\s*(?:function\\s*\\w*\\s*)?\\(?\\s*${item}(?![\\w$])`,
    ).exec(before);
    const list = loop
      ? listAt(text, from + loop.index + loop[0].length)
      : method && listBefore(text, from + method.index, method[1] ?? '');
    if (!list) return [];
    const start = from + ((loop ?? method)?.index ?? 0);
    const required = stopsAfter(text, start, index + matched.length) && runsAtStart(text, start);
    return stringsOf(text, list).map((name) => ({ name, default: null, required, offset: list.start }));
  });
}

function listAt(text: JavaScriptText, start: number): Part | undefined {
  if (text.code[start] === '[') return { name: null, start, end: bracketed(text, start).end };
  return constantOf(text, /^[\w$]+/.exec(text.code.slice(start, start + 100))?.[0] ?? '');
}

function listBefore(text: JavaScriptText, offset: number, owner: string): Part | undefined {
  if (owner !== ']') return constantOf(text, owner);
  const start = text.code.lastIndexOf('[', offset);
  return start < 0 ? undefined : { name: null, start, end: offset + 1 };
}

/** The `if` around the reading or the first one behind it ends the program. */
function stopsAfter(text: JavaScriptText, from: number, end: number): boolean {
  const around = /(?<![\w$.])if\s*\((?=[^{};]*$)/.exec(text.code.slice(from, end));
  if (around !== null) return guardGivesUp(text, from + around.index + around[0].length - 1);
  const behind = /(?<![\w$.])if\s*\(/.exec(text.code.slice(end, end + 300));
  return behind !== null && guardGivesUp(text, end + behind.index + behind[0].length - 1);
}
