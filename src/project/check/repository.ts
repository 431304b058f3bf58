import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const known = new Map<string, string | null>();

/** The folder of the git repository that a folder lies in; null where there is none. */
export function repositoryOf(folder: string): string | null {
  const found = known.get(folder);
  if (found !== undefined) return found;
  const parent = dirname(folder);
  const answer = existsSync(join(folder, '.git')) ? folder : parent === folder ? null : repositoryOf(parent);
  known.set(folder, answer);
  return answer;
}
