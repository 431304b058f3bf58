import type { Finding } from '../finding.ts';
import type { Positions } from '../positions.ts';
import type { CommentText, Pragma } from './pragma.ts';
import { Silence } from './silence.ts';

type Read = (comment: CommentText) => Pragma[];

/**
 * Which findings of a file of lines (YAML, ignore and env files) its comments let through. A comment behind something
 * reaches that line; one on its own the next line, and what is indented below it.
 */
export function heardInLines(
  source: string,
  positions: Positions,
  findings: readonly Finding[],
  read: Read,
): Finding[] {
  const silences = new LineSilences(source.split('\n'), read);
  return findings.filter((finding) => !silences.cover(finding, positions.lineOf(finding.range.start) - 1));
}

class LineSilences {
  readonly #file = new Silence();
  readonly #parents: Int32Array;
  readonly #isItem: Uint8Array;
  readonly #atLine = new Map<number, Silence>();
  readonly #inBlock = new Map<number, Silence>();
  /** named somewhere directly in a block, it also holds for what the block lacks, which is told at its first line */
  readonly #somewhere = new Map<number, Silence>();

  constructor(lines: readonly string[], read: Read) {
    const { parents, next, isItem } = layoutOf(lines);
    this.#parents = parents;
    this.#isItem = isItem;
    let isAtTop = true;
    for (const [index, line] of lines.entries()) {
      const [, before = '', text] = /^((?:.*?\s)?)#(.*)$/.exec(line) ?? [];
      const isOwn = text !== undefined && before.trim() === '';
      const pragmas = text === undefined ? [] : read({ text: text.trim(), isAtTop });
      for (const pragma of pragmas) this.#add(pragma, isOwn ? (next[index] ?? index) : index, isOwn);
      if (!isOwn && !/^\s*(?:---.*)?$/.test(line)) isAtTop = false;
    }
  }

  #add(pragma: Pragma, line: number, isOwnLine: boolean): void {
    if (pragma.reach === 'file') return this.#file.add(pragma);
    const isBlock = isOwnLine && pragma.reach !== 'line';
    silenceAt(isBlock ? this.#inBlock : this.#atLine, line).add(pragma);
    const parent = this.#parents[line] ?? -1;
    if (parent >= 0 && pragma.ids.every((id) => !id.endsWith('*')))
      silenceAt(this.#somewhere, parent).add(pragma);
  }

  /** @param line counted from 0 */
  cover(finding: Finding, line: number): boolean {
    if (this.#file.covers(finding)) return true;
    for (const silences of [this.#atLine, this.#somewhere])
      if (silences.get(line)?.covers(finding) === true) return true;
    // others tell what is wrong with an item of a list at the list's key
    if (this.#isItem[line] === 1 && this.#atLine.get(this.#parents[line] ?? -1)?.covers(finding) === true)
      return true;
    for (let above = line; above >= 0; above = this.#parents[above] ?? -1)
      if (this.#inBlock.get(above)?.covers(finding) === true) return true;
    return false;
  }
}

function silenceAt(silences: Map<number, Silence>, key: number): Silence {
  let silence = silences.get(key);
  if (silence === undefined) silences.set(key, (silence = new Silence()));
  return silence;
}

/** For each line the one that it is indented below (-1: none), and the next that is neither blank nor a comment. */
function layoutOf(lines: readonly string[]): {
  parents: Int32Array;
  next: Int32Array;
  /** begins with a dash */
  isItem: Uint8Array;
} {
  const parents = new Int32Array(lines.length).fill(-1);
  const next = new Int32Array(lines.length).fill(lines.length);
  const isItem = new Uint8Array(lines.length);
  const open: { line: number; indent: number }[] = [];
  let waiting: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:#.*)?$/.test(line)) {
      waiting.push(index);
      continue;
    }
    if (/^\s*-(?:\s|$)/.test(line)) isItem[index] = 1;
    // items may stand right below their key
    const indent = line.length - line.trimStart().length + (isItem[index] === 1 ? 0.5 : 0);
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    parents[index] = open.at(-1)?.line ?? -1;
    open.push({ line: index, indent });
    for (const one of waiting) next[one] = index;
    waiting = [];
  }
  return { parents, next, isItem };
}
