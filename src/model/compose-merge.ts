import {
  dependenciesOf,
  isMapping,
  listOf,
  pairsOf,
  textOf,
  textOrTexts,
  volumeOf,
  type Mapping,
} from './compose-values.ts';

/** One over the other, as compose merges an override, or what a service extends: the compose file's specification. */
export function mergeServices(base: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over))
    merged[key] =
      value === null || merged[key] === undefined ? (value ?? merged[key]) : merge(key, merged[key], value);
  return merged;
}

/** These are replaced as a whole, lists too. */
const REPLACED = new Set(['command', 'entrypoint', 'test']);
/** Lists of `NAME=value` or mappings, merged by name. */
const BY_NAME = new Set(['environment', 'labels', 'args', 'annotations', 'sysctls', 'extra_hosts']);

function merge(key: string, base: unknown, over: unknown): unknown {
  if (REPLACED.has(key)) return over;
  if (BY_NAME.has(key)) {
    const pairs = [...pairsOf(base), ...pairsOf(over)].map(({ name, value }) => [name, value]);
    return Object.fromEntries(pairs) as Mapping;
  }
  if (key === 'depends_on')
    return Object.fromEntries([
      ...dependenciesOf({ depends_on: base }),
      ...dependenciesOf({ depends_on: over }),
    ]);
  if (key === 'volumes') return byTarget(base, over);
  if (key === 'build') return mergeServices(buildOf(base), buildOf(over));
  if (isMapping(base) && isMapping(over)) return mergeServices(base, over);
  if (Array.isArray(base) || Array.isArray(over)) {
    const items = [...(listOf(base).length > 0 ? listOf(base) : textOrTexts(base))];
    const more = listOf(over).length > 0 ? listOf(over) : textOrTexts(over);
    return [...items, ...more.filter((item) => textOf(item) === null || !items.includes(item))];
  }
  return over;
}

/** `build: folder` is short for its context. */
const buildOf = (value: unknown): Mapping => (isMapping(value) ? value : { context: value });

function byTarget(base: unknown, over: unknown): unknown[] {
  const targets = new Set(listOf(over).flatMap((one) => volumeOf(one).map(({ target }) => target)));
  const kept = listOf(base).filter((one) => !volumeOf(one).some(({ target }) => targets.has(target)));
  return [...kept, ...listOf(over)];
}
