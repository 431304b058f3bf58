import type { ImproveResult } from '../model/result.ts';

/** The one object that `--json` prints, as `schema/improve.schema.json` says. Ends with a line break. */
export function jsonText(result: ImproveResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
