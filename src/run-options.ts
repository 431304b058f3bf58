import { ShipshapeError } from './errors.ts';
import { parseProbe } from './project/index.ts';

/** What every command that builds and runs containers can be asked for. */
export interface RunOptions {
  /** the Dockerfile, in the project's folder */
  file?: string | undefined;
  /** the compose service */
  service?: string | undefined;
  /** `GET /health 200`, the status optional */
  probes?: readonly string[];
  envFile?: string | undefined;
  /** `NAME=value`, or `NAME` for the environment's value */
  buildArgs?: readonly string[];
  /** as given to `docker build --secret` */
  secrets?: readonly string[];
  target?: string | undefined;
  platform?: string | undefined;
  offline?: boolean;
  measure?: 'quick' | 'full';
  /** s that one build may take, and at most that long the program may take to answer */
  timeout?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: (message: string) => void;
}

/**
 * What can be said before anything is read.
 * @throws ShipshapeError USAGE
 */
export function checkRunUsage({ timeout, measure, probes = [] }: RunOptions): void {
  if (timeout !== undefined && !(timeout > 0))
    throw new ShipshapeError('USAGE', { what: '`--timeout` takes a number of seconds above 0.' });
  if (measure !== undefined && !['quick', 'full'].includes(measure))
    throw new ShipshapeError('USAGE', { what: `--measure takes quick or full, not ${measure as string}.` });
  for (const probe of probes) parseProbe(probe);
}
