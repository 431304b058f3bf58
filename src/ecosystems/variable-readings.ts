import type { VariableUse } from '../model/facts.ts';
import { positionAt } from '../syntax/text.ts';
import { isSecretName } from './secret-name.ts';

/** One place where a file reads a variable. */
export interface Reading {
  name: string;
  default: string | null;
  required: boolean;
  offset: number;
}

interface FileReadings {
  path: string;
  source: string;
  readings: Reading[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The variables of all files in the order found, one entry for each name: the first default counts, and one place that
 * requires it is enough.
 * @param isLeftOut names that nobody configures
 */
export function usesOf(files: readonly FileReadings[], isLeftOut: (name: string) => boolean): VariableUse[] {
  const found = new Map<string, VariableUse>();
  for (const { path, source, readings } of files)
    for (const { name, offset, ...reading } of readings.sort((a, b) => a.offset - b.offset)) {
      if (!NAME.test(name) || isLeftOut(name)) continue;
      const where = `${path}:${positionAt(source, offset).line}`;
      const known = found.get(name);
      if (!known) found.set(name, { name, ...reading, secret: isSecretName(name), where });
      else
        found.set(name, {
          ...known,
          default: known.default ?? reading.default,
          required: known.required || reading.required,
          where: reading.required && !known.required ? where : known.where,
        });
    }
  return [...found.values()].map((use) => (use.required ? { ...use, default: null } : use));
}
