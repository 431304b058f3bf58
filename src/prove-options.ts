import { resolve } from 'node:path';
import { ShipshapeError } from './errors.ts';
import { findRevision, inRepository, requireFolder } from './project/index.ts';
import { checkRunUsage, type RunOptions } from './run-options.ts';
import { findSubject, type Subject } from './subject.ts';

/** Everything that `shipshape prove` can be asked for. */
export interface ProveOptions extends RunOptions {
  /** a folder, a Dockerfile, a git revision or an image; `HEAD` when the project's folder lies in a git repository */
  before?: string | undefined;
  /** the same; the project's folder as it is when absent */
  after?: string | undefined;
}

/**
 * The two things that are compared.
 * @param dir the project's folder, as it was given
 * @throws ShipshapeError USAGE, and of what names nothing
 */
export async function sidesOf(
  dir: string,
  { before, after, ...options }: ProveOptions,
  note: (message: string) => void,
): Promise<{ before: Subject; after: Subject }> {
  checkRunUsage(options);
  const { signal } = options;
  const projectDir = resolve(dir);
  await requireFolder(projectDir);
  const find = (name: string): Promise<Subject> => findSubject(name, projectDir, { signal, note });
  return {
    before: before === undefined ? await lastCommit(projectDir, signal) : await find(before),
    after: after === undefined ? { name: dir, kind: 'folder', dir: projectDir } : await find(after),
  };
}

async function lastCommit(dir: string, signal: AbortSignal | undefined): Promise<Subject> {
  const revision = await findRevision(dir, 'HEAD', signal);
  if (revision !== null) return { name: 'HEAD', kind: 'revision', dir, revision };
  const why = (await inRepository(dir, signal)) ? 'has no commit yet' : 'is not in a git repository';
  throw new ShipshapeError('USAGE', {
    what: `\`--before\` is missing, and ${dir} ${why}, so there is no last commit to take.`,
    hint: 'Name what it was before: `shipshape prove --before FOLDER`, or a Dockerfile, a revision, an image.',
  });
}
