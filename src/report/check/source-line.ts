/** Whether the place of such a finding must not be shown. */
export const isAboutSecrets = (rule: string): boolean => /secret|password|token/.test(rule);

/** So much of a line is looked at on either side of a place: there are files of one line and ten megabytes. */
const MOST_AROUND = 500;

/** The line that holds an offset, of a very long one the stretch around it, and at which offset that begins. */
export function lineAt(source: string, offset: number): { text: string; start: number } {
  const from = Math.max(0, offset - MOST_AROUND);
  const start = from + source.slice(from, offset).lastIndexOf('\n') + 1;
  const [text = ''] = source.slice(start, offset + MOST_AROUND).split('\n', 1);
  return { text: text.replace(/\r$/, ''), start };
}
