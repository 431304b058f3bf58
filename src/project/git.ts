import { ShipshapeError } from '../errors.ts';
import { askGit } from './ask-git.ts';

/**
 * Those of the paths (relative to the project's folder) that git says are not as committed: changed, staged, deleted,
 * untracked or ignored. None where there is no repository or no git.
 * @throws ShipshapeError UNCOMMITTED when there is a repository that git will not look at
 */
export async function uncommitted(
  projectDir: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  if (paths.length === 0) return [];
  const prefix = await git(projectDir, ['rev-parse', '--show-prefix'], signal);
  if (prefix === null) return [];
  const status = await git(
    projectDir,
    ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignored=matching', '--', ...paths],
    signal,
  );
  const folder = prefix.replace(/\n$/, '');
  const reported = pathsOfStatus(status ?? '');
  // git names the paths from the repository's root, and a folder (with its slash) for all that is ignored in it
  return paths.filter((path) =>
    reported.some(
      (name) => name === folder + path || (name.endsWith('/') && (folder + path).startsWith(name)),
    ),
  );
}

/** `XY path`, each ended by NUL; a rename or copy is followed by the path that it came from. */
function pathsOfStatus(status: string): string[] {
  const fields = status.split('\0');
  const paths: string[] = [];
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] ?? '';
    if (field.length < 4) continue;
    paths.push(field.slice(3));
    if (/^[RC]|^.[RC]/.test(field)) paths.push(fields[++index] ?? '');
  }
  return paths;
}

/** What git prints; null when there is no git or no repository. */
async function git(
  projectDir: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const told = await askGit(projectDir, args, { signal });
  if (told.kind === 'refused')
    throw new ShipshapeError('UNCOMMITTED', {
      what: `git cannot tell whether these files are committed: ${told.said}`,
      cause: told.cause,
    });
  return told.kind === 'said' ? told.text : null;
}
