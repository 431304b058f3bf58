import { isVolatile } from './volatile.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What is known of a JSON value from some runs; `masked` parts are those that the runs did not agree on. */
export type Shape =
  | { kind: 'anything' }
  | { kind: 'value'; value: null | boolean | number | string }
  | { kind: 'type'; type: 'boolean' | 'number' | 'string' }
  | { kind: 'tuple'; items: Shape[] }
  | { kind: 'list'; element: Shape }
  | { kind: 'object'; keys: [name: string, shape: Shape][]; closed: boolean };

/** Learns the shape of two or more answers, and the values that they share. */
export function learnJson(first: Json, ...others: readonly Json[]): Shape {
  return others.map((other) => shapeOfTwo(first, other)).reduce(common);
}

function shapeOfTwo(first: Json, second: Json): Shape {
  if (Array.isArray(first) && Array.isArray(second)) {
    if (first.length === second.length)
      return { kind: 'tuple', items: first.map((item, index) => shapeOfTwo(item, second[index] as Json)) };
    return { kind: 'list', element: [...first, ...second].map(asShape).reduce(common) };
  }
  if (isObject(first) && isObject(second)) {
    const names = Object.keys(first).filter((name) => Object.hasOwn(second, name));
    return {
      kind: 'object',
      keys: names.map((name) => {
        const shape = shapeOfTwo(first[name] as Json, second[name] as Json);
        return [name, isVolatile(name) ? withoutValues(shape) : shape];
      }),
      closed: names.length === Object.keys(first).length && names.length === Object.keys(second).length,
    };
  }
  if (isScalar(first) && isScalar(second)) {
    if (first === second) return { kind: 'value', value: first };
    return typeof first === typeof second && first !== null && second !== null
      ? { kind: 'type', type: typeof first as 'boolean' | 'number' | 'string' }
      : { kind: 'anything' };
  }
  return { kind: 'anything' };
}

const asShape = (value: Json): Shape => shapeOfTwo(value, value);

/** What two shapes have in common, so that both meet it. */
function common(a: Shape, b: Shape): Shape {
  if (a.kind === 'object' && b.kind === 'object') {
    const other = new Map(b.keys);
    const keys = a.keys.filter(([name]) => other.has(name));
    return {
      kind: 'object',
      keys: keys.map(([name, shape]) => [name, common(shape, other.get(name) as Shape)]),
      closed: a.closed && b.closed && keys.length === a.keys.length && keys.length === b.keys.length,
    };
  }
  if (isList(a) && isList(b)) {
    if (a.kind === 'tuple' && b.kind === 'tuple' && a.items.length === b.items.length)
      return { kind: 'tuple', items: a.items.map((item, index) => common(item, b.items[index] as Shape)) };
    const elements = [a, b].flatMap((shape) => (shape.kind === 'tuple' ? shape.items : [shape.element]));
    return { kind: 'list', element: elements.reduce(common) };
  }
  if (a.kind === 'value' && b.kind === 'value' && a.value === b.value) return a;
  const type = scalarType(a);
  return type !== null && type === scalarType(b) ? { kind: 'type', type } : { kind: 'anything' };
}

const isList = (shape: Shape): shape is Extract<Shape, { kind: 'tuple' | 'list' }> =>
  shape.kind === 'tuple' || shape.kind === 'list';

function scalarType(shape: Shape): 'boolean' | 'number' | 'string' | null {
  if (shape.kind === 'type') return shape.type;
  if (shape.kind !== 'value' || shape.value === null) return null;
  return typeof shape.value as 'boolean' | 'number' | 'string';
}

/** The same shape with every value taken down to its type. */
function withoutValues(shape: Shape): Shape {
  const type = scalarType(shape);
  return type === null ? shape : { kind: 'type', type };
}

export const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: Json): value is null | boolean | number | string =>
  typeof value !== 'object' || value === null;
