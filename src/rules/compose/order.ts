import { textOf } from '../../model/compose-values.ts';

/** How entries stand, and how they ought to. */
export interface Order {
  /** key: null where the collection as a whole is told */
  misplaced: { name: string; key: string | null }[];
  /** for each new place the old index */
  permutation: readonly number[];
}

const collator = new Intl.Collator();

/** By the alphabet of the language that the program runs in, as `localeCompare` does. */
export const compareNames = (a: string, b: string): number => collator.compare(a, b);

/**
 * @param told what is told when the order is not right: each entry that belongs before an earlier one, each one that
 * belongs before its neighbour, or the collection as a whole
 */
export function inOrder(
  names: readonly string[],
  compare: (a: string, b: string) => number,
  told: 'each' | 'neighbours' | 'whole',
): Order {
  const permutation = [...names.keys()].sort((a, b) => compare(names[a] ?? '', names[b] ?? '') || a - b);
  if (permutation.every((old, place) => old === place)) return { misplaced: [], permutation };
  if (told === 'whole') return { misplaced: [{ name: '', key: null }], permutation };
  const misplaced: Order['misplaced'] = [];
  let last: string | undefined;
  for (const name of names) {
    if (last !== undefined && compare(name, last) < 0) misplaced.push({ name, key: name });
    if (told === 'neighbours' || last === undefined || compare(name, last) > 0) last = name;
  }
  return { misplaced, permutation };
}

/** The keys at the top: what the order does not name goes to the end. */
export function topLevelOrder(keys: readonly string[], wanted: readonly string[]): Order {
  const own = keys.filter((key) => key.startsWith('x-')).sort(compareNames);
  const order = wanted.flatMap((key) => (key === 'x-' ? own : [key]));
  const places = new Map(order.map((key, place) => [key, place]));
  const misplaced: Order['misplaced'] = [];
  let last = -1;
  for (const key of keys) {
    const place = places.get(key) ?? order.length;
    if (place < last) misplaced.push({ name: key, key });
    else last = place;
  }
  const placeOf = (index: number): number => places.get(keys[index] ?? '') ?? order.length;
  return { misplaced, permutation: [...keys.keys()].sort((a, b) => placeOf(a) - placeOf(b) || a - b) };
}

/** What a port is sorted by: the one of the host, else the one in the container. */
export function portNumber(port: unknown): string {
  const [body = ''] = (textOf(port) ?? '').split('/');
  const parts = body.split(/:(?![^[]*\])/);
  const isAddress = /^\[.*\]$|^\d+\.\d+\.\d+\.\d+$/.test(parts[0] ?? '');
  return parts[isAddress ? 1 : 0] ?? '';
}
