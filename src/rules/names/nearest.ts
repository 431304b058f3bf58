/** More names than that are not worth comparing. */
export const MOST_NAMES = 200;

/** The name that was probably meant, in capitals or not; null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  const farthest = Math.min(2, Math.floor(name.length / 2.5));
  let nearest: string | null = null;
  let least = farthest + 1;
  for (const one of known) {
    if (Math.abs(one.length - name.length) >= least || one.length > 64) continue;
    const far = distance(wanted, one.toLowerCase());
    if (far < least) [nearest, least] = [one, far];
  }
  return nearest;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
