/** Lines of a log that look like errors: told in the report, never held against the result. */
export function errorLines(log: string, most = 20): string[] {
  const looks = /\b(error|exception|traceback|fatal|panic|critical)\b/i;
  return log
    .split('\n')
    .filter((line) => looks.test(line))
    .slice(0, most);
}
