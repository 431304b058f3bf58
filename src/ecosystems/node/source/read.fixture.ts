import type { SourceFacts } from '../../../model/facts.ts';
import { readNodeSource } from '../source.ts';

export const readFiles = (files: Record<string, string>): SourceFacts =>
  readNodeSource(new Map(Object.entries(files)));

export const read = (source: string, path = 'server.ts'): SourceFacts => readFiles({ [path]: source });

/** `NAME!` is required, `NAME=x` has a default, `NAME` is neither. */
export const shown = ({ variables }: SourceFacts): string[] =>
  variables.map(
    ({ name, required, default: value }) =>
      name + (required ? '!' : '') + (value === null ? '' : `=${value}`),
  );
