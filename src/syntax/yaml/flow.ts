import { isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Edit } from '../text.ts';
import { columnOf, contentEnd, lineStart, nextLine, startOf, type Style } from './layout.ts';
import type { YamlPair } from './load.ts';
import { type Quoting, renderFlow } from './render.ts';

type FlowCollection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;

/** How the strings of a collection are quoted, when all are the same way. */
export function quotingOf(collection: FlowCollection): Quoting {
  const scalars = collection.items
    .map((item) => (isPair(item) ? item.key : item))
    .filter((node) => isScalar(node) && typeof node.value === 'string');
  if (scalars.length === 0) return 'as-needed';
  const all = (type: string): boolean => scalars.every((node) => isScalar(node) && node.type === type);
  return all('QUOTE_DOUBLE') ? 'double' : all('QUOTE_SINGLE') ? 'single' : 'as-needed';
}

/** `key: value` or `value` as it is written within braces. */
export function flowEntry(
  collection: FlowCollection,
  key: string | number | null,
  value: unknown,
  style: Style,
): string {
  const quoting = quotingOf(collection);
  const rendered = renderFlow(value, style, quoting);
  return key === null ? rendered : `${renderFlow(String(key), style, quoting)}: ${rendered}`;
}

/** Puts an entry behind the one of this index (-1: into an empty collection). */
export function insertFlow(
  text: string,
  collection: FlowCollection,
  index: number,
  entry: string,
  style: Style,
): Edit[] {
  const [open, close] = [startOf(collection) + 1, (collection.range?.[1] ?? 0) - 1];
  const behind = collection.items[index];
  if (behind === undefined) return [{ range: { start: open, end: close }, text: entry }];
  const end = contentEnd(behind);
  const start = startOf(isPair(behind) ? behind.key : behind);
  const ownLine = text.slice(lineStart(text, start), start).trim() === '' && nextLine(text, end) <= close;
  const indent = ' '.repeat(columnOf(text, start));
  const at = { start: end, end };
  if (index < collection.items.length - 1)
    return [{ range: at, text: `,${ownLine ? style.eol + indent : ' '}${entry}` }];

  const comma = /^\s*,/.exec(text.slice(end, close))?.[0].length ?? null;
  if (ownLine) {
    const line = nextLine(text, end + (comma ?? 0));
    const added = {
      range: { start: line, end: line },
      text: indent + entry + (comma === null ? '' : ',') + style.eol,
    };
    return comma === null ? [{ range: at, text: ',' }, added] : [added];
  }
  if (comma === null) return [{ range: at, text: `, ${entry}` }];
  return [{ range: { start: end + comma, end: end + comma }, text: ` ${entry},` }];
}

export function replaceFlow(text: string, item: Node | YamlPair, rendered: string): Edit[] {
  const node = isPair(item) ? item.value : item;
  if (node?.range && node.range[1] > node.range[0])
    return [{ range: { start: node.range[0], end: node.range[1] }, text: rendered }];
  const end = contentEnd(isPair(item) ? item.key : item);
  const colon = isPair(item) ? /^\s*:/.exec(text.slice(end))?.[0].length : 0;
  const at = end + (colon ?? 0);
  return [{ range: { start: at, end: at }, text: `${colon === undefined ? ':' : ''} ${rendered}` }];
}

export function removeFlow(collection: FlowCollection, index: number): Edit[] {
  const [before, item, after] = [-1, 0, 1].map((step) => collection.items[index + step]);
  if (item === undefined) return [];
  const start = (node: Node | YamlPair): number => startOf(isPair(node) ? node.key : node);
  if (after !== undefined) return [{ range: { start: start(item), end: start(after) }, text: '' }];
  const from = before === undefined ? start(item) : contentEnd(before);
  return [{ range: { start: from, end: contentEnd(item) }, text: '' }];
}

export function isFlow(node: unknown): node is FlowCollection & { flow: true } {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}
