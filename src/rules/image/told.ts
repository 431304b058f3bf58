import type { ImageFile } from '../../lint/index.ts';

const NAMED = 5;

/**
 * `a, b, c and 7 more`, each in backticks.
 * @param most as many are named, the rest is counted
 */
export function listed(names: readonly string[], most = NAMED): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

export const bytesOf = (files: readonly Pick<ImageFile, 'size'>[]): number =>
  files.reduce((sum, { size }) => sum + size, 0);

/** MB (10^6) with one decimal, kB below 0.1 MB. */
export const told = (bytes: number): string =>
  bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
