import type { Flag, Range } from '../../syntax/dockerfile/index.ts';

/** `RUN --mount=type=…`, its defaults filled in. */
export interface Mount {
  type: string;
  /** the path in the container; null where it has none (secrets as variables) or names a variable */
  target: string | null;
  /** the stage, image or context that it is read from */
  from: string | null;
  options: ReadonlyMap<string, string>;
  range: Range;
}

/** @param flags those of a RUN */
export function mountsOf(flags: readonly Flag[]): Mount[] {
  return flags
    .filter(({ name, value }) => name === 'mount' && value !== null)
    .map(({ value, range }) => {
      const options = new Map(
        (value ?? '').split(',').map((part): [string, string] => {
          const equals = part.indexOf('=');
          return equals < 0
            ? [part.trim().toLowerCase(), '']
            : [part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1)];
        }),
      );
      return {
        type: options.get('type') ?? 'bind',
        target: options.get('target') ?? options.get('dst') ?? options.get('destination') ?? null,
        from: options.get('from') ?? null,
        options,
        range,
      };
    });
}
