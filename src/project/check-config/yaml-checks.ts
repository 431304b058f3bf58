import { ShipshapeError } from '../../errors.ts';
import { nearest } from '../../lint/index.ts';
import { CONFIG_NAME } from '../config-keys.ts';
import type { YamlValue } from '../yaml-data.ts';

/** @throws ShipshapeError CONFIG_INVALID for a key that is not among these, with the nearest one */
export function requireKnown(value: YamlValue, allowed: readonly string[]): void {
  if (value.entries === null) throw invalid(value, 'be a mapping');
  for (const [key, child] of value.entries) {
    if (allowed.includes(key)) continue;
    const name = nearest(key, allowed);
    throw invalid(
      child,
      name === null ? `not be there (known: ${allowed.join(', ')})` : `not be there; did you mean ${name}?`,
    );
  }
}

/** Empty where there is nothing. */
export function listOf(value: YamlValue): YamlValue[] {
  if (value.isEmpty) return [];
  if (value.items === null) throw invalid(value, 'be a list');
  return value.items;
}

export function textOf(value: YamlValue): string {
  if (!value.isText || value.scalar === '') throw invalid(value, 'be a text');
  return value.scalar ?? '';
}

/** One of these words; null where there is nothing. */
export function choice<Word extends string>(value: YamlValue, words: readonly Word[]): Word | null {
  if (value.isEmpty) return null;
  const found = words.find((word) => word === value.scalar);
  if (found !== undefined) return found;
  const name = nearest(value.scalar ?? '', words);
  throw invalid(value, `be one of ${words.join(', ')}${name === null ? '' : `; did you mean ${name}?`}`);
}

export const invalid = (value: YamlValue, must: string): ShipshapeError =>
  new ShipshapeError('CONFIG_INVALID', {
    what: `${CONFIG_NAME}: ${value.name} must ${must}${/[?]$/.test(must) ? '' : '.'}`,
    where: { path: CONFIG_NAME, line: value.line },
  });
