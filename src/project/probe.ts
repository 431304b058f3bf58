import { ShipshapeError } from '../errors.ts';

/** A request that the program is asked; `status` null takes whatever the original answered. */
export interface Probe {
  method: string;
  path: string;
  status: number | null;
}

/** The form of a probe; schema/shipshape.schema.json holds the same expression. */
export const PROBE_FORM = '^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) +(/[^ \\t\\r\\n]*)( +[1-5][0-9][0-9])?$';

/**
 * Reads `GET /health 200`; the status may be left out.
 * @throws ShipshapeError USAGE
 */
export function parseProbe(text: string): Probe {
  const [, method, path, status] = new RegExp(PROBE_FORM).exec(text) ?? [];
  if (method === undefined || path === undefined)
    throw new ShipshapeError('USAGE', {
      what: `"${text}" is not a probe.`,
      hint: 'Write a probe as METHOD /path STATUS, the status optional: `GET /health 200`.',
    });
  return { method, path, status: status === undefined ? null : Number(status) };
}
