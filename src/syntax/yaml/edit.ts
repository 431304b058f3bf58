import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { Node, YAMLSeq } from 'yaml';
import type { Edit } from '../text.ts';
import { appendItem, insertPair, removeItem, removePair, replaceItem, replaceValue } from './block.ts';
import { flowEntry, insertFlow, isFlow, quotingOf, removeFlow, replaceFlow } from './flow.ts';
import { asLines, lineStart, nextLine, contentEnd, startOf, type Style, styleOf } from './layout.ts';
import { load, ownPair, pairsOf } from './load.ts';
import { isRaw, plainOf, rawYaml, renderFlow, renderPair } from './render.ts';
import { hasPath, valueAt, withValue, type YamlPath } from './values.ts';

/** What an edit works on. */
export interface Place {
  text: string;
  style: Style;
  /** the whole document as plain values */
  plain: unknown;
  contents: Node | null;
  document: NonNullable<ReturnType<typeof load>['document']>;
}

export type Planned = Edit[] | { reason: string };

export function placeOf(
  text: string,
  documentIndex: number,
  loaded = load(text, documentIndex),
): Place | { reason: string } {
  const { document, value, problems } = loaded;
  const [problem] = problems;
  if (problem !== undefined) return { reason: `the YAML is not valid: ${problem.message}` };
  if (document === null && documentIndex > 0) return { reason: `there is no document ${documentIndex}` };
  const known = document ?? load('null').document;
  if (known === null) return { reason: 'there is no document' };
  return {
    text,
    style: styleOf(text, document),
    plain: value,
    contents: document?.contents ?? null,
    document: known,
  };
}

/** The edits that put a value at the path; `after` names the sibling behind which a new key goes. */
export function planSet(place: Place, path: YamlPath, value: unknown, after: string | null): Planned {
  const { text, style, contents } = place;
  if (contents === null || isEmpty(contents)) return planInEmpty(place, nested(path, value));
  let node: Node = contents;
  for (const [depth, key] of path.entries()) {
    const rest = path.slice(depth + 1);
    const here = path.slice(0, depth + 1);
    if (isMap<Node, Node | null>(node)) {
      const pair = ownPair(node, key);
      if (pair === undefined) {
        const sibling = rest.length === 0 && after !== null ? ownPair(node, after) : undefined;
        const inner = hasPath(place.plain, here) ? override(place, here, rest, value) : nested(rest, value);
        const behind = sibling ?? pairsOf(node).at(-1);
        if (isFlow(node)) {
          const index = behind === undefined ? -1 : pairsOf(node).indexOf(behind);
          return insertFlow(text, node, index, flowEntry(node, key, inner, style), style);
        }
        return behind === undefined
          ? { reason: 'the map has no place for a key' }
          : insertPair(text, behind, key, inner, style);
      }
      const child = pair.value;
      const replace = (next: unknown): Planned =>
        isFlow(node)
          ? replaceFlow(text, pair, renderFlow(next, style, quotingOf(node)))
          : isFlow(child) && isFlowValue(child, next)
            ? replaceFlow(text, pair, renderFlow(next, style, quotingOf(child)))
            : replaceValue(text, pair, next, style);
      if (rest.length === 0) return replace(value);
      if (isAlias(child)) return planBesideAlias(place, child.source, here, rest, value, replace);
      if (child === null || isEmpty(child)) return replace(nested(rest, value));
      if (!isCollection(child)) return { reason: `${here.join('.')} is not a map or a sequence` };
      node = child;
    } else if (isSeq<Node>(node) && typeof key === 'number') {
      const item: Node | undefined = node.items[key];
      if (item === undefined)
        return key === node.items.length
          ? planAppend(place, node, nested(rest, value))
          : { reason: `${here.join('.')} is beyond the end` };
      if (rest.length > 0 && isCollection(item) && !isEmpty(item)) {
        node = item;
        continue;
      }
      if (rest.length > 0 && !isEmpty(item))
        return { reason: `${here.join('.')} is not a map or a sequence of its own` };
      const next = nested(rest, value);
      return isFlow(node)
        ? replaceFlow(text, item, renderFlow(next, style, quotingOf(node)))
        : replaceItem(text, node, item, next, style, quotingOf(node));
    } else return { reason: `${here.join('.')} does not fit what is there` };
  }
  return { reason: 'the whole document cannot be replaced' };
}

export function planAppend(place: Place, sequence: YAMLSeq<Node>, value: unknown): Planned {
  const { text, style } = place;
  if (isFlow(sequence))
    return insertFlow(
      text,
      sequence,
      sequence.items.length - 1,
      flowEntry(sequence, null, value, style),
      style,
    );
  return appendItem(text, sequence, value, style, quotingOf(sequence));
}

/** The edits that take out what is at the path; null when it was the only entry, so that its parent gets emptied. */
export function planDelete(place: Place, path: YamlPath): Planned | null {
  const { text } = place;
  const parent: unknown = ownNode(place.contents, path.slice(0, -1));
  const key = path.at(-1) ?? '';
  const shared = { reason: `${path.join('.')} comes in through an alias or a merge` };
  const entangled = { reason: `${path.join('.')} shares its line with something else` };
  if (isMap<Node, Node | null>(parent)) {
    const pair = ownPair(parent, key);
    if (pair === undefined) return shared;
    if (isFlow(parent)) return removeFlow(parent, pairsOf(parent).indexOf(pair));
    return parent.items.length === 1 ? null : (removePair(text, parent, pair) ?? entangled);
  }
  if (isSeq<Node>(parent) && typeof key === 'number') {
    if (isFlow(parent)) return removeFlow(parent, key);
    return parent.items.length === 1 ? null : (removeItem(text, parent, key) ?? entangled);
  }
  return shared;
}

/** The node at the path that is written there, not reached through an alias or a merge. */
export function ownNode(contents: Node | null, path: YamlPath): Node | null | undefined {
  let node: Node | null | undefined = contents;
  for (const key of path) {
    if (isMap(node)) node = ownPair(node, key)?.value;
    else if (isSeq<Node>(node) && typeof key === 'number') node = node.items[key];
    else return undefined;
  }
  return node;
}

/** A key that comes in through `<<` gets an own value beside it: the merged one with the change. */
function override(place: Place, here: YamlPath, rest: YamlPath, value: unknown): unknown {
  return rest.length === 0 ? value : withValue(valueAt(place.plain, here), rest, plainOf(value));
}

/** `key: *anchor` becomes a map that merges the anchor and adds the change. */
function planBesideAlias(
  place: Place,
  anchor: string,
  here: YamlPath,
  rest: YamlPath,
  value: unknown,
  replace: (next: unknown) => Planned,
): Planned {
  const shared = valueAt(place.plain, here);
  const [key, ...deeper] = rest;
  if (typeof shared !== 'object' || shared === null || Array.isArray(shared) || key === undefined)
    return { reason: `${here.join('.')} is the alias *${anchor}, which is not a map` };
  const inner = hasPath(shared, [key])
    ? override(place, [...here, key], deeper, value)
    : nested(deeper, value);
  return replace(rawYaml(`<<: *${anchor}\n${renderPair(key, inner, place.style)}\n`));
}

function planInEmpty({ text, style, contents, document }: Place, value: unknown): Planned {
  const plain = value as Record<string, unknown>;
  const [key, inner] = Object.entries(plain)[0] ?? [''];
  const lines = renderPair(key, inner, style).replaceAll('\n', style.eol);
  if (contents !== null && contentEnd(contents) > startOf(contents))
    return [{ range: { start: startOf(contents), end: contentEnd(contents) }, text: lines }];
  const end = text === '' ? 0 : nextLine(text, document.range?.[1] ?? text.length);
  const at = Math.min(end, text.length) === text.length ? text.length : lineStart(text, end);
  return [{ range: { start: at, end: at }, text: asLines(text, at, lines, style.eol) }];
}

/** The value inside of new maps and sequences. */
function nested(path: YamlPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = nested(rest, value);
  return typeof key === 'number' ? [inner] : { [key]: inner };
}

function isEmpty(node: Node): boolean {
  if (isScalar(node)) return node.value === null;
  return isCollection(node) && node.items.length === 0;
}

/** A value written in braces stays so; an empty one (`{}`, `[]`) is filled in block style. */
function isFlowValue(old: Node, next: unknown): boolean {
  return !isEmpty(old) && !isRaw(next) && typeof next === 'object' && next !== null;
}
