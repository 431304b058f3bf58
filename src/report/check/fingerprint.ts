import { createHash } from 'node:crypto';
import type { Finding } from '../../lint/index.ts';

/**
 * For each finding of a file a text that stays the same when lines are moved, and differs from all others of the file:
 * of its path, rule and line, and the how-manieth of these it is. The line of what may be a secret has no part in it.
 */
export function fingerprintsOf(path: string, source: string, findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, variant, range }) => {
    const line = mayHoldSecret(rule) ? '' : lineAt(source, range.start).text.trim();
    const key = [path, rule, variant ?? '', line].join('\0');
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return createHash('sha256').update(`${key}\0${count}`).digest('hex').slice(0, 32);
  });
}

/** Whether the place of such a finding must not be shown. */
export const mayHoldSecret = (rule: string): boolean => /secret|password|token/.test(rule);

/** So much of a line is looked at on either side of a place: there are files of one line and ten megabytes. */
const MOST_AROUND = 500;

/** The line that holds an offset, of a very long one the stretch around it, and at which offset that begins. */
export function lineAt(source: string, offset: number): { text: string; start: number } {
  const from = Math.max(0, offset - MOST_AROUND);
  const start = from + source.slice(from, offset).lastIndexOf('\n') + 1;
  const [text = ''] = source.slice(start, offset + MOST_AROUND).split('\n', 1);
  return { text: text.replace(/\r$/, ''), start };
}
