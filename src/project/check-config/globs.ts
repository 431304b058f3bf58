import { relative } from 'node:path';
import { globMatcher } from '../../syntax/glob.ts';
import { toSlashes } from '../check/discover.ts';

/** Globs of a configuration file, relative to its folder, for absolute paths. */
export function matcherOf(folder: string, globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map(globMatcher);
  return (path) => {
    const below = toSlashes(relative(folder, path));
    return !below.startsWith('../') && matchers.some((matches) => matches(below));
  };
}
