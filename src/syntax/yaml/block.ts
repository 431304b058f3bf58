import { isCollection, isScalar } from 'yaml';
import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Edit } from '../text.ts';
import type { YamlPair } from './load.ts';
import {
  asLines,
  behindDeeperComments,
  columnOf,
  contentEnd,
  lineStart,
  nextLine,
  startOf,
  type Style,
} from './layout.ts';
import { type Quoting, renderItem, renderPair } from './render.ts';

/** A new pair behind another one of a block map that has some. */
export function insertPair(
  text: string,
  behind: YamlPair,
  key: string | number,
  value: unknown,
  style: Style,
): Edit[] {
  const column = columnOf(text, startOf(behind.key));
  return [insertLines(text, behind, column, renderPair(key, value, style), style)];
}

/** A new last element of a block sequence that has some. */
export function appendItem(
  text: string,
  sequence: YAMLSeq,
  value: unknown,
  style: Style,
  quoting: Quoting,
): Edit[] {
  const column = columnOf(text, startOf(sequence));
  return [insertLines(text, sequence, column, renderItem(value, style, quoting), style)];
}

function insertLines(
  text: string,
  behind: Node | YamlPair,
  column: number,
  rendered: string,
  style: Style,
): Edit {
  const at = behindDeeperComments(text, contentEnd(behind), column);
  const lines = shifted(rendered.split('\n'), column).join(style.eol);
  return { range: { start: at, end: at }, text: asLines(text, at, lines, style.eol) };
}

/** Another value for a pair of a block map; anchors, tags and the comment on the key's line stay. */
export function replaceValue(text: string, pair: YamlPair, value: unknown, style: Style): Edit[] {
  const column = columnOf(text, startOf(pair.key));
  const colon = text.indexOf(':', contentEnd(pair.key));
  const rendered = value === null ? 'k: null' : renderPair('k', value, style);
  const [first = '', ...rest] = rendered.slice('k:'.length).split('\n');
  const tail = shifted(rest, column);
  const old = pair.value;
  const empty = old === null || startOf(old) === contentEnd(old);
  const start = empty ? behindProperties(text, colon) : startOf(old);
  const between = text.slice(colon + 1, start);
  if (isCollection(old) && old.flow !== true && between.includes('\n'))
    return replaceBelow(text, colon, contentEnd(old), first, tail, style);

  const end = empty ? start : (old.range?.[1] ?? start);
  const { eol } = style;
  const blanks = start - (/[ \t]*$/.exec(between)?.[0].length ?? 0);
  if (isBlockScalar(old)) {
    const closed = text[end - 1] === '\n' ? eol : '';
    return [{ range: { start: blanks, end }, text: [first, ...tail].join(eol) + closed }];
  }
  if (tail.length === 0)
    return [
      end > start
        ? { range: { start, end }, text: first.trimStart() }
        : { range: { start: blanks, end: blanks }, text: first },
    ];
  const at = nextLine(text, end);
  return [
    { range: { start: blanks, end }, text: first },
    { range: { start: at, end: at }, text: asLines(text, at, tail.join(eol), eol) },
  ];
}

/** The old value stands on the lines below its key. */
function replaceBelow(
  text: string,
  colon: number,
  oldEnd: number,
  first: string,
  tail: string[],
  style: Style,
): Edit[] {
  const below = nextLine(text, colon);
  const at = behindProperties(text, colon);
  const end = nextLine(text, oldEnd);
  const closed = text[end - 1] === '\n' ? style.eol : '';
  const lines = tail.length === 0 ? '' : tail.join(style.eol) + closed;
  return [
    { range: { start: at, end: at }, text: first },
    { range: { start: below, end }, text: lines },
  ];
}

/** Behind the colon of a key, and the anchor and tag that follow it on its line. */
function behindProperties(text: string, colon: number): number {
  const properties = /^(?:[ \t]+[&!][^\s]*)*/.exec(text.slice(colon + 1, nextLine(text, colon)))?.[0] ?? '';
  return colon + 1 + properties.length;
}

/** Another value for an element of a block sequence. */
export function replaceItem(
  text: string,
  sequence: YAMLSeq,
  item: Node,
  value: unknown,
  style: Style,
  quoting: Quoting,
): Edit[] {
  const column = columnOf(text, startOf(sequence));
  const [first = '', ...rest] = renderItem(value, style, quoting).slice(1).split('\n');
  const lines = [first.trimStart(), ...shifted(rest, column)].join(style.eol);
  const [start, end] = [startOf(item), contentEnd(item)];
  const blank = text[start - 1] === ' ' ? '' : ' ';
  return [
    { range: { start, end }, text: blank + lines + (end > start && text[end - 1] === '\n' ? style.eol : '') },
  ];
}

/** Takes a pair out of a block map that has others; null when it shares its line with something else. */
export function removePair(text: string, map: YAMLMap, pair: YamlPair): Edit[] | null {
  const pairs = map.items as YamlPair[];
  const following = pairs[pairs.indexOf(pair) + 1];
  return removeLines(
    text,
    startOf(pair.key),
    contentEnd(pair),
    following === undefined ? null : startOf(following.key),
  );
}

/** Takes an element out of a block sequence that has others; null when its dash cannot be told. */
export function removeItem(text: string, sequence: YAMLSeq<Node>, index: number): Edit[] | null {
  const column = columnOf(text, startOf(sequence));
  const dash = (item: Node | undefined): number | null => {
    const at = item === undefined ? -1 : lineStart(text, startOf(item)) + column;
    return text[at] === '-' ? at : null;
  };
  const item = sequence.items[index];
  const start = dash(item);
  if (item === undefined || start === null) return null;
  return removeLines(text, start, contentEnd(item), dash(sequence.items[index + 1]));
}

/** Whole lines; the first of a nested collection (`- a: 1`) leaves its place on the line to the one that follows. */
function removeLines(text: string, start: number, end: number, following: number | null): Edit[] | null {
  const from = lineStart(text, start);
  const column = start - from;
  if (text.slice(from, start).trim() === '')
    return [{ range: { start: from, end: behindDeeperComments(text, end, column) }, text: '' }];
  return following === null ? null : [{ range: { start, end: following }, text: '' }];
}

function isBlockScalar(node: Node | null): boolean {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
}

function shifted(lines: readonly string[], column: number): string[] {
  const blanks = ' '.repeat(column);
  return lines.map((line) => (line === '' ? '' : blanks + line));
}
