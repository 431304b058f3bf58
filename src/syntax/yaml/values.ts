/** A way into nested maps (strings) and sequences (numbers). */
export type YamlPath = readonly (string | number)[];

/** Steps into plain values; undefined where there is nothing. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

export function hasPath(value: unknown, path: YamlPath): boolean {
  const parent = valueAt(value, path.slice(0, -1));
  const key = path.at(-1);
  return key === undefined
    ? value !== undefined
    : typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key);
}

/** A copy with the value at the path; maps and sequences that are missing on the way are made. */
export function withValue(value: unknown, path: YamlPath, leaf: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  const isObject = typeof value === 'object' && value !== null;
  const inner = withValue(valueAt(value, [key]), rest, leaf);
  if (typeof key === 'number' && (!isObject || Array.isArray(value))) {
    const items: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
    items[key] = inner;
    return items;
  }
  return { ...(isObject ? value : {}), [key]: inner };
}

export function withoutValue(value: unknown, path: YamlPath): unknown {
  const parentPath = path.slice(0, -1);
  const key = path.at(-1);
  const parent = valueAt(value, parentPath);
  if (key === undefined || typeof parent !== 'object' || parent === null) return value;
  const rest = Array.isArray(parent)
    ? (parent as unknown[]).filter((_, index) => index !== key)
    : Object.fromEntries(Object.entries(parent).filter(([name]) => name !== String(key)));
  return withValue(value, parentPath, rest);
}

/** Equal as data; the order of keys does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  return differences(a, b).length === 0;
}

/** The paths at which two values differ. */
export function differences(a: unknown, b: unknown, at: YamlPath = []): YamlPath[] {
  if (Object.is(a, b)) return [];
  const bothObjects = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  if (!bothObjects || Array.isArray(a) !== Array.isArray(b)) return [at];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((name) => {
    const key = Array.isArray(a) ? Number(name) : name;
    if (!Object.hasOwn(a, name) || !Object.hasOwn(b, name)) return [[...at, key]];
    return differences(valueAt(a, [name]), valueAt(b, [name]), [...at, key]);
  });
}
