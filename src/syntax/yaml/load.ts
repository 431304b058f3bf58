import { isMap, isScalar, parseAllDocuments } from 'yaml';
import { keyName, plainValue } from './plain.ts';
import type { CollectionTag, Document, Node, Pair, ScalarTag, YAMLMap } from 'yaml';

export type YamlDocument = Document;
export type YamlPair = Pair<Node, Node | null>;

export interface LoadProblem {
  message: string;
  offset: number;
}

export interface Loaded {
  document: YamlDocument | null;
  /** the document as plain values, merges (`<<`) and aliases resolved; undefined when that cannot be told */
  value: unknown;
  problems: LoadProblem[];
}

/** What compose gives a meaning to while it merges files; the tagged value itself is read as it stands. */
const COMPOSE_TAGS: (ScalarTag | CollectionTag)[] = ['!reset', '!override'].flatMap((tag) => [
  {
    tag,
    resolve: (source: string) => (source === '' || source === 'null' || source === '~' ? null : source),
  },
  { tag, collection: 'map' as const },
  { tag, collection: 'seq' as const },
]);

/** Parses one document of the text as YAML 1.2 core with merge keys, as compose does. */
export function load(text: string, index = 0): Loaded {
  let parsed: ReturnType<typeof parseAllDocuments>;
  if (isTooDeep(text)) return TOO_DEEP;
  try {
    parsed = parseAllDocuments<Node>(text, {
      merge: true,
      // told by `plainValue`; here each key would be compared with all others
      uniqueKeys: false,
      customTags: COMPOSE_TAGS,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch (error) {
    // the parser calls itself for each level
    if (!(error instanceof RangeError)) throw error;
    return TOO_DEEP;
  }
  const document = Array.isArray(parsed) ? (parsed[index] ?? null) : null;
  const problems = (document?.errors ?? []).map(({ message, pos }) => ({ message, offset: pos[0] }));
  if (document === null) return { document, value: null, problems };
  const plain = plainValue(document.contents);
  return { document, value: plain.value, problems: [...problems, ...plain.problems] };
}

const TOO_DEEP: Loaded = {
  document: null,
  value: undefined,
  problems: [{ message: 'It is nested too deeply', offset: 0 }],
};

/** Levels of brackets that nobody writes; the parser's memory grows with the square of them. */
const DEEPEST = 1000;

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123) depth++;
    else if ((code === 93 || code === 125) && depth > 0) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** The map's own pair of this key, the first of several; keys that come in through `<<` are not its own. */
export function ownPair(map: YAMLMap, key: string | number): YamlPair | undefined {
  let byKey = pairsByKey.get(map);
  if (byKey === undefined) {
    byKey = new Map();
    for (const pair of pairsOf(map)) {
      const name = isScalar(pair.key) ? keyName(pair.key) : null;
      if (name !== null && !byKey.has(name)) byKey.set(name, pair);
    }
    pairsByKey.set(map, byKey);
  }
  return byKey.get(String(key));
}

/** Parsed maps never change, and big ones are asked for each of their keys. */
const pairsByKey = new WeakMap<YAMLMap, Map<string, YamlPair>>();

export function pairsOf(map: YAMLMap): YamlPair[] {
  return map.items as YamlPair[];
}

export function hasMerge(map: YAMLMap): boolean {
  return ownPair(map, '<<') !== undefined;
}

export function isBlockMap(node: unknown): node is YAMLMap<Node, Node | null> {
  return isMap(node) && node.flow !== true && node.items.length > 0;
}
