import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { LoadProblem, YamlPair } from './load.ts';

/** So many values may come in through aliases in all, on top of ten for each that is written. */
const MOST_SHARED = 100_000;

/**
 * A document as plain values in one pass, merges (`<<`) and aliases resolved; what an alias means is the same object
 * again. The parser's own way looks through the document anew for each alias.
 */
export function plainValue(contents: Node | null): { value: unknown; problems: LoadProblem[] } {
  const reading = new Reading();
  try {
    return { value: reading.valueOf(contents), problems: reading.problems };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return {
      value: undefined,
      problems: [...reading.problems, { message: error.message, offset: error.offset }],
    };
  }
}

/** The document has no value. */
class Stopped extends Error {
  readonly offset: number;

  constructor(message: string, node: Node) {
    super(message);
    this.offset = node.range?.[0] ?? 0;
  }
}

class Reading {
  readonly problems: LoadProblem[] = [];
  readonly #anchors = new Map<string, unknown>();
  /** how many values an object holds, those that it shares counted again */
  readonly #sizes = new WeakMap<object, number>();
  #written = 0;
  #shared = 0;

  valueOf(node: Node | null): unknown {
    this.#written++;
    if (node === null) return null;
    if (isAlias(node)) return this.#aliased(node.source, node);
    const value: unknown = isScalar(node)
      ? typeof node.value === 'symbol'
        ? node.value.description
        : node.value
      : isMap<Node, Node | null>(node)
        ? this.#mapOf(node)
        : isSeq<Node>(node)
          ? this.#listOf(node.items)
          : null;
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, value);
    return value;
  }

  #aliased(name: string, node: Node): unknown {
    if (!this.#anchors.has(name))
      throw new Stopped(`Unresolved alias (the anchor must be set before the alias): ${name}`, node);
    const value = this.#anchors.get(name);
    this.#shared += this.#sizeOf(value);
    if (this.#shared > MOST_SHARED + 10 * this.#written)
      throw new Stopped('Excessive alias count indicates a resource exhaustion attack', node);
    return value;
  }

  #listOf(items: readonly Node[]): unknown[] {
    const list = items.map((item) => this.valueOf(item));
    this.#sizes.set(
      list,
      list.reduce<number>((sum, item) => sum + this.#sizeOf(item), 1),
    );
    return list;
  }

  #mapOf(map: YAMLMap<Node, Node | null>): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const own = new Set<string>();
    let size = 1;
    for (const { key, value } of map.items as YamlPair[]) {
      const name = keyName(key);
      if (own.has(name))
        this.problems.push({ message: 'Map keys must be unique', offset: key.range?.[0] ?? 0 });
      own.add(name);
      if (name === '<<' && isScalar(key) && (key.type === undefined || key.type === 'PLAIN'))
        this.#merge(result, this.valueOf(value), key);
      else {
        if (!isScalar(key)) this.valueOf(key);
        put(result, name, this.valueOf(value));
      }
    }
    for (const value of Object.values(result)) size += this.#sizeOf(value);
    this.#sizes.set(result, size);
    return result;
  }

  #merge(into: Record<string, unknown>, source: unknown, key: Node): void {
    for (const one of Array.isArray(source) ? (source as unknown[]) : [source]) {
      if (typeof one !== 'object' || one === null || Array.isArray(one))
        throw new Stopped('Merge sources must be maps or map aliases', key);
      for (const [name, value] of Object.entries(one)) if (!Object.hasOwn(into, name)) put(into, name, value);
    }
  }

  #sizeOf(value: unknown): number {
    return typeof value === 'object' && value !== null ? (this.#sizes.get(value) ?? 1) : 1;
  }
}

/** A key as text. */
export function keyName(key: Node | null): string {
  if (key === null) return '';
  if (!isScalar(key)) return JSON.stringify(key.toString()).slice(1, -1);
  const { value } = key;
  if (value === null) return '';
  return typeof value === 'symbol' ? (value.description ?? '') : `${value as string | number | boolean}`;
}

/** Keys of the prototype's are keys like others here. */
function put(map: Record<string, unknown>, name: string, value: unknown): void {
  if (name in map)
    Object.defineProperty(map, name, { value, writable: true, enumerable: true, configurable: true });
  else map[name] = value;
}
