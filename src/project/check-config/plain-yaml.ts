import { isMapping, type Mapping } from '../../model/compose-values.ts';
import { parseYaml } from '../../syntax/yaml/index.ts';

/** A YAML or JSON text as plain values; empty when it is no mapping, or broken. */
export function plainYaml(text: string): Mapping {
  const root = parseYaml(text).get([]);
  return isMapping(root) ? root : {};
}

/** A text, or a list of them, or texts with commas between them, as texts. */
export function textsIn(value: unknown): string[] {
  const items = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return items
    .filter((item): item is string | number => typeof item === 'string' || typeof item === 'number')
    .flatMap((item) => String(item).split(','))
    .map((item) => item.trim())
    .filter(Boolean);
}
