/** The one object that `--json` prints, as its schema in `schema/` says. Ends with a line break. */
export function jsonText(result: object): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
