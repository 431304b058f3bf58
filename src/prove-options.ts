import { ShipshapeError } from './errors.ts';
import { inRepository } from './project/index.ts';
import { checkRunUsage, type RunOptions } from './run-options.ts';

/** Everything that `shipshape prove` can be asked for. */
export interface ProveOptions extends RunOptions {
  /** a folder, a Dockerfile, a git revision or an image; `HEAD` when the project's folder lies in a git repository */
  before?: string | undefined;
  /** the same; the project's folder as it is when absent */
  after?: string | undefined;
}

/**
 * The two names that are compared.
 * @throws ShipshapeError USAGE
 */
export async function sidesOf(
  dir: string,
  { before, after, ...options }: ProveOptions,
): Promise<{ before: string; after: string }> {
  checkRunUsage(options);
  if (before === undefined && !(await inRepository(dir, options.signal)))
    throw new ShipshapeError('USAGE', {
      what: `\`--before\` is missing, and ${dir} is not a git repository whose last commit could be taken.`,
      hint: 'Name what it was before: `shipshape prove --before FOLDER|DOCKERFILE|REVISION|IMAGE`.',
    });
  return { before: before ?? 'git:HEAD', after: after ?? `folder:${dir}` };
}
