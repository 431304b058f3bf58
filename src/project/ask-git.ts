import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ShipshapeError } from '../errors.ts';
import { codeOf } from './paths.ts';

const run = promisify(execFile);

export type GitAnswer =
  | { kind: 'said'; text: string }
  /** there is no git, or no repository */
  | { kind: 'none' }
  | { kind: 'refused'; said: string; cause: unknown };

/**
 * Asks git about the repository that a folder lies in, changing nothing in it.
 * @param options `env` is added to the environment
 * @throws ShipshapeError INTERRUPTED
 */
export async function askGit(
  dir: string,
  args: readonly string[],
  { signal, env = {} }: { signal?: AbortSignal | undefined; env?: Readonly<Record<string, string>> } = {},
): Promise<GitAnswer> {
  // --literal-pathspecs: `*` in a name is a star; no locks, no monitor, no hooks: a look must not change anything
  const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.sparseCheckout=false'];
  const options = ['--literal-pathspecs', '--no-optional-locks', ...settings.flatMap((one) => ['-c', one])];
  try {
    const { stdout } = await run('git', ['-C', dir, ...options, ...args], {
      env: { ...process.env, ...env, LC_ALL: 'C' },
      maxBuffer: 64 * 1024 * 1024,
      ...(signal && { signal }),
    });
    return { kind: 'said', text: stdout };
  } catch (cause) {
    if (signal?.aborted) throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.', cause });
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : '';
    if (codeOf(cause) === 'ENOENT' || /not a git repository|must be run in a work tree/i.test(said))
      return { kind: 'none' };
    return { kind: 'refused', said: said.trim().split('\n')[0] || String(cause), cause };
  }
}
