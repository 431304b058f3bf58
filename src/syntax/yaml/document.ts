import { isAlias, isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import { type Edit, type Position, type Range } from '../text.ts';
import { type Place, placeOf, planDelete, planSet } from './edit.ts';
import { isFlow } from './flow.ts';
import { type Loaded, load, ownPair, pairsOf } from './load.ts';
import { keyName } from './plain.ts';
import { permuted } from './order.ts';
import { type ScalarText, scalarText } from './scalar.ts';
import { hasPath, valueAt, type YamlPath } from './values.ts';

export interface YamlProblem extends Position {
  message: string;
  offset: number;
}

/** Reads one document of a YAML text. Never throws; syntax errors and duplicate keys are told in `errors`. */
export const parseYaml = (text: string, documentIndex = 0): YamlText => new YamlText(text, documentIndex);

/** A YAML text that was read once, and is asked many times. */
export class YamlText {
  readonly source: string;
  readonly #loaded: Loaded;
  #errors: YamlProblem[] | undefined;
  #place: Place | null | undefined;

  constructor(source: string, documentIndex: number) {
    this.source = source;
    this.#loaded = load(source, documentIndex);
  }

  get errors(): YamlProblem[] {
    this.#errors ??= placed(this.source, this.#loaded.problems);
    return this.#errors;
  }

  /** the plain value at the path, merges and aliases resolved; undefined when there is none */
  get(path: YamlPath): unknown {
    return valueAt(this.#loaded.value, path);
  }

  has(path: YamlPath): boolean {
    return hasPath(this.#loaded.value, path);
  }

  /** Where the key and its value are written; null when the path is not there, or comes in through `<<` or an alias. */
  rangeOf(path: YamlPath): { key: Range | null; value: Range | null } | null {
    const found = this.#written(path);
    return found === null ? null : { key: rangeOf(found.key), value: rangeOf(found.value) };
  }

  /** How the scalar at the path is written; null when there is none, or it comes in through `<<` or an alias. */
  scalarAt(path: YamlPath): ScalarText | null {
    const node = this.#written(path)?.value;
    return isScalar(node) ? scalarText(this.source, node) : null;
  }

  /** The keys of the map at the path as they are written, those that come in through `<<` left out. */
  keysAt(path: YamlPath): string[] {
    const node = this.#written(path)?.value;
    if (!isMap(node)) return [];
    return pairsOf(node).flatMap(({ key }) => (isScalar(key) ? [keyName(key)] : []));
  }

  /** Whether what stands at the path is also meant elsewhere, through an anchor in it or around it. */
  isShared(path: YamlPath): boolean {
    let node: Node | null | undefined = this.#loaded.document?.contents;
    for (const key of path) {
      if (isMap<Node, Node | null>(node)) node = ownPair(node, key)?.value;
      else if (isSeq<Node>(node) && typeof key === 'number') node = node.items[key];
      else return node !== null && node !== undefined;
      if (isAlias(node) || ((isCollection(node) || isScalar(node)) && node.anchor !== undefined)) return true;
    }
    return false;
  }

  /**
   * The edits that put a plain value at the path; null where the layout leaves no safe place, or where other places
   * would change with it. Unlike `setIn` the result is not read again, so that many can be asked for one text.
   */
  setEdits(path: YamlPath, value: unknown, after: string | null = null): Edit[] | null {
    const place = this.#editable(path);
    if (place === null) return null;
    const planned = planSet(place, path, value, after);
    return 'reason' in planned || this.#dropsAnchor(planned) ? null : planned;
  }

  /** The edits that take out what is at the path; null like `setEdits`, and where its map or sequence would get empty. */
  deleteEdits(path: YamlPath): Edit[] | null {
    const place = this.#editable(path);
    const planned = place === null ? null : planDelete(place, path);
    return planned === null || 'reason' in planned || this.#dropsAnchor(planned) ? null : planned;
  }

  /** An anchor that goes may be meant by an alias elsewhere. */
  #dropsAnchor(edits: readonly Edit[]): boolean {
    return edits.some(({ range }) => /&[^\s&]/.test(this.source.slice(range.start, range.end)));
  }

  /** The edits that bring the entries of the map or sequence at the path into another order, comments with them. */
  orderEdits(path: YamlPath, order: readonly number[]): Edit[] | null {
    const node = this.#written(path)?.value;
    if (!isCollection(node) || this.#loaded.problems.length > 0) return null;
    return permuted(this.source, node, order);
  }

  #editable(path: YamlPath): Place | null {
    if (this.#place === undefined) {
      const place = placeOf(this.source, 0, this.#loaded);
      this.#place = 'reason' in place ? null : place;
    }
    const parent = this.#written(path.slice(0, -1))?.value;
    // what stands in a template's braces is no map of the user's
    return this.#place === null || this.isShared(path.slice(0, -1)) || isFlow(parent) ? null : this.#place;
  }

  #written(path: YamlPath): { key: Node | null; value: Node | null } | null {
    let node: Node | null | undefined = this.#loaded.document?.contents;
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
    return { key: keyNode, value: node ?? null };
  }
}

function rangeOf(node: Node | null): Range | null {
  return node?.range ? { start: node.range[0], end: node.range[1] } : null;
}

/** In one pass over the text, however many there are. */
function placed(text: string, problems: Loaded['problems']): YamlProblem[] {
  let line = 1;
  let start = 0;
  return [...problems]
    .sort((a, b) => a.offset - b.offset)
    .map((problem) => {
      for (let next = text.indexOf('\n', start); next >= 0 && next < problem.offset;) {
        line++;
        start = next + 1;
        next = text.indexOf('\n', start);
      }
      return { ...problem, line, column: problem.offset - start + 1 };
    });
}
