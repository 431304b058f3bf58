/** Letters that come before the release that they announce: 3.14.0rc2 is older than 3.14.0. */
const BEFORE_RELEASE = /^(?:a|alpha|b|beta|rc|pre|dev|ea)$/i;

/**
 * Orders two versions as tags write them, part by part; numbers as numbers, a missing part as 0, and
 * `rc`, `beta` and the like before the release.
 * @returns below 0 when `a` is older, above 0 when it is newer, 0 when they are the same
 */
export function compareVersions(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = rank(left[index]) - rank(right[index]) || comparePart(left[index], right[index]);
    if (order !== 0) return Math.sign(order);
  }
  return 0;
}

/** Whether `exact` is `written` or says more of it: 3.13.5 of 3.13, but not of 3.1. */
export function isMoreOf(exact: string, written: string): boolean {
  return exact.startsWith(written) && !/^\d/.test(exact.slice(written.length));
}

function partsOf(version: string): string[] {
  return version.replace(/^v(?=\d)/, '').match(/\d+|[a-z]+/gi) ?? [];
}

/** 0 announces a release, 1 is a number or nothing, 2 any other letters (`8u462`, `9.9p1`). */
function rank(part: string | undefined): number {
  if (part === undefined || /^\d/.test(part)) return 1;
  return BEFORE_RELEASE.test(part) ? 0 : 2;
}

function comparePart(a = '0', b = '0'): number {
  if (!/^\d/.test(a)) return a.localeCompare(b, 'en');
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
