import { isMap, isSeq } from 'yaml';
import type { Node } from 'yaml';
import { type Position, positionAt, type Range } from '../text.ts';
import { load, ownPair } from './load.ts';
import { hasPath, valueAt, type YamlPath } from './values.ts';

export interface YamlProblem extends Position {
  message: string;
  offset: number;
}

export interface YamlText {
  source: string;
  /** the plain value at the path, merges and aliases resolved; undefined when there is none */
  get: (path: YamlPath) => unknown;
  has: (path: YamlPath) => boolean;
  /** where the key and its value are written; null when the path is not there, or comes in through `<<` or an alias */
  rangeOf: (path: YamlPath) => { key: Range | null; value: Range | null } | null;
  errors: YamlProblem[];
}

/** Reads one document of a YAML text. Never throws; syntax errors and duplicate keys are told in `errors`. */
export function parseYaml(text: string, documentIndex = 0): YamlText {
  const { document, value, problems } = load(text, documentIndex);
  return {
    source: text,
    get: (path) => valueAt(value, path),
    has: (path) => hasPath(value, path),
    rangeOf: (path) => rangeOf(document?.contents ?? null, path),
    errors: problems.map((problem) => ({ ...problem, ...positionAt(text, problem.offset) })),
  };
}

function rangeOf(contents: Node | null, path: YamlPath): { key: Range | null; value: Range | null } | null {
  let node: Node | null | undefined = contents;
  let keyNode: Node | null = null;
  for (const key of path) {
    if (isMap(node)) {
      const pair = ownPair(node, key);
      if (pair === undefined) return null;
      keyNode = pair.key;
      node = pair.value;
    } else if (isSeq<Node>(node) && typeof key === 'number' && key < node.items.length) {
      keyNode = null;
      node = node.items[key];
    } else return null;
  }
  return { key: written(keyNode), value: written(node ?? null) };
}

function written(node: Node | null): Range | null {
  return node?.range ? { start: node.range[0], end: node.range[1] } : null;
}
