import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { askGit } from './ask-git.ts';

/** A commit of the repository that a folder lies in. */
export interface Revision {
  /** its full name */
  commit: string;
  /** the folder that was asked, relative to the repository's root; '' is the root */
  prefix: string;
}

/** The commit that a text names there (`HEAD~1`, a branch, a tag); null when it names none, or there is no repository. */
export async function findRevision(
  dir: string,
  text: string,
  signal?: AbortSignal,
): Promise<Revision | null> {
  const options = ['rev-parse', '--verify', '--quiet', '--end-of-options'];
  const commit = await askGit(dir, [...options, `${text}^{commit}`], { signal });
  if (commit.kind !== 'said') return null;
  const prefix = await askGit(dir, ['rev-parse', '--show-prefix'], { signal });
  if (prefix.kind !== 'said') return null;
  return { commit: commit.text.trim(), prefix: prefix.text.replace(/\/?\n$/, '') };
}

/** True when the folder lies in a git repository's work tree. */
export async function inRepository(dir: string, signal?: AbortSignal): Promise<boolean> {
  const told = await askGit(dir, ['rev-parse', '--is-inside-work-tree'], { signal });
  return told.kind === 'said' && told.text.trim() === 'true';
}

/**
 * Writes what a commit holds into a folder, as a checkout would (line endings, filters), with an index of its own: the
 * user's index, work tree and branches stay as they are. `git archive` would leave out what `.gitattributes` says is
 * not for release, the Dockerfile perhaps.
 * @param into a new, empty folder
 * @returns the folder in the copy that stands for `dir`, and the submodules, which stay empty
 * @throws ShipshapeError REVISION_UNKNOWN when git cannot give it
 */
export async function exportRevision(
  dir: string,
  { commit, prefix }: Revision,
  into: string,
  signal?: AbortSignal,
): Promise<{ dir: string; submodules: string[] }> {
  await mkdir(join(into, 'tree'));
  const gitDir = await told(dir, ['rev-parse', '--absolute-git-dir'], { signal });
  const env = {
    GIT_INDEX_FILE: join(into, 'index'),
    GIT_DIR: gitDir.trim(),
    GIT_WORK_TREE: join(into, 'tree'),
  };
  await told(into, ['read-tree', '--reset', '-u', commit], { signal, env });
  const listed = await told(into, ['ls-files', '--stage', '-z'], { signal, env });
  const submodules = listed.split('\0').flatMap((line) => /^160000 .*\t(.*)$/.exec(line)?.[1] ?? []);
  return { dir: join(into, 'tree', prefix), submodules };
}

async function told(...given: Parameters<typeof askGit>): Promise<string> {
  const answer = await askGit(...given);
  if (answer.kind === 'said') return answer.text;
  throw new ShipshapeError('REVISION_UNKNOWN', {
    what: `git does not give the revision: ${answer.kind === 'refused' ? answer.said : 'there is no repository'}`,
    hint: 'See whether `git checkout` can give it.',
  });
}
