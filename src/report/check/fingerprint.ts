import { createHash } from 'node:crypto';
import type { Finding } from '../../lint/index.ts';
import { lineAt, isAboutSecrets } from './source-line.ts';

/**
 * For each finding of a file a text that stays the same when lines are moved, and differs from all others of the file:
 * of its path, rule and line, and the how-manieth of these it is. The line of what may be a secret has no part in it.
 */
export function fingerprintsOf(path: string, source: string, findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, variant, range }) => {
    const line = isAboutSecrets(rule) ? '' : lineAt(source, range.start).text.trim();
    const key = [path, rule, variant ?? '', line].join('\0');
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return createHash('sha256').update(`${key}\0${count}`).digest('hex').slice(0, 32);
  });
}
