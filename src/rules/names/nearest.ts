/** More names than that are not worth comparing. */
export const MOST_NAMES = 100;
const LONGEST_NAME = 64;

/** The name that was probably meant, in capitals or not; null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  if (name.length > LONGEST_NAME) return null;
  const farthest = Math.min(2, Math.floor(name.length / 2.5));
  let nearest: string | null = null;
  let least = farthest + 1;
  for (const one of known) {
    if (Math.abs(one.length - name.length) >= least) continue;
    const far = distance(wanted, one.toLowerCase(), least);
    if (far < least) [nearest, least] = [one, far];
  }
  return nearest;
}

/** Levenshtein's; `limit` where it is not less than that. */
function distance(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const far = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(far);
      least = Math.min(least, far);
    }
    if (least >= limit) return limit;
    row = next;
  }
  return row[b.length] ?? limit;
}
