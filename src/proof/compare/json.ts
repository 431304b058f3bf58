import { excerpt, type BodyComparison } from './answer.ts';
import { isObject, type Json, type Shape } from './json-shape.ts';

export interface JsonExpectation {
  kind: 'json';
  shape: Shape;
}

/** The value of a text, or undefined when it is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Compares by shape, and by values where both runs agreed on them. */
export function compareJson({ shape }: JsonExpectation, text: string): BodyComparison {
  const value = parseJson(text);
  const relaxed = relaxationOf(shape);
  const difference =
    value === undefined ? 'the answer is not JSON any more' : differenceOf(shape, value, 'the answer');
  return { equal: difference === null, relaxed, difference };
}

function differenceOf(shape: Shape, value: Json, at: string): string | null {
  switch (shape.kind) {
    case 'anything':
      return null;
    case 'value':
      return shape.value === value ? null : `${at}: ${shown(shape.value)} became ${shown(value)}`;
    case 'type':
      return typeof value === shape.type ? null : `${at}: a ${shape.type} became ${shown(value)}`;
    case 'tuple':
      if (!Array.isArray(value)) return `${at}: a list became ${shown(value)}`;
      if (value.length !== shape.items.length)
        return `${at}: ${shape.items.length} items became ${value.length}`;
      return firstOf(shape.items, (item, index) =>
        differenceOf(item, value[index] as Json, `${at}[${index}]`),
      );
    case 'list':
      if (!Array.isArray(value)) return `${at}: a list became ${shown(value)}`;
      return firstOf(value, (item, index) => differenceOf(shape.element, item, `${at}[${index}]`));
    default: {
      if (!isObject(value)) return `${at}: an object became ${shown(value)}`;
      const missing = shape.keys.find(([name]) => !Object.hasOwn(value, name));
      if (missing !== undefined) return `${at}: the key "${excerpt(missing[0])}" is missing`;
      const known = new Set(shape.keys.map(([name]) => name));
      const extra = shape.closed ? Object.keys(value).find((name) => !known.has(name)) : undefined;
      if (extra !== undefined) return `${at}: the key "${excerpt(extra)}" is new`;
      return firstOf(shape.keys, ([name, inner]) =>
        differenceOf(inner, value[name] as Json, `${at}.${name}`),
      );
    }
  }
}

function firstOf<T>(items: readonly T[], differ: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const difference = differ(item, index);
    if (difference !== null) return difference;
  }
  return null;
}

function relaxationOf(shape: Shape): string | null {
  const places: string[] = [];
  collectMasked(shape, '', places);
  if (places.length === 0) return null;
  const named = places.slice(0, 3).map((place) => place || 'the whole answer');
  const more = places.length > named.length ? ` and ${places.length - named.length} more` : '';
  return `compared by shape, not by value, at ${named.join(', ')}${more}`;
}

function collectMasked(shape: Shape, at: string, into: string[]): void {
  if (shape.kind === 'anything' || shape.kind === 'type') into.push(at);
  else if (shape.kind === 'tuple')
    for (const [index, item] of shape.items.entries()) collectMasked(item, `${at}[${index}]`, into);
  else if (shape.kind === 'list') into.push(`${at}[]`);
  else if (shape.kind === 'object') {
    if (!shape.closed) into.push(`${at}.*`);
    for (const [name, inner] of shape.keys) collectMasked(inner, `${at}.${name}`, into);
  }
}

const shown = (value: Json): string => excerpt(JSON.stringify(value));
