import { ShipshapeError } from './errors.ts';
import type { Change } from './model/change.ts';
import { DEFAULT_CHOICES, type Choices } from './model/setup.ts';
import { parseProbe } from './project/index.ts';

/** Everything that `shipshape improve` can be asked for. */
export interface ImproveOptions {
  file?: string | undefined;
  service?: string | undefined;
  write?: boolean;
  force?: boolean;
  /** a file for the written report, also without `write` */
  report?: string | undefined;
  /** `GET /health 200`, the status optional */
  probes?: readonly string[];
  envFile?: string | undefined;
  /** `NAME=value`, or `NAME` for the environment's value */
  buildArgs?: readonly string[];
  /** as given to `docker build --secret` */
  secrets?: readonly string[];
  target?: string | undefined;
  platform?: string | undefined;
  /** false: files only, no engine is asked */
  engine?: boolean;
  offline?: boolean;
  unproven?: boolean;
  requireProof?: boolean;
  /** how bases are pinned */
  pin?: Choices['pin'];
  /** keeps or adds the compose file's obsolete `version:`, for old tools */
  composeVersion?: string | undefined;
  measure?: 'quick' | 'full';
  /** s that one build may take, and at most that long the program may take to answer */
  timeout?: number | undefined;
  signal?: AbortSignal | undefined;
  /** the changes to make, in order; all of Shipshape's own when absent */
  changes?: readonly Change[];
  onProgress?: (message: string) => void;
}

/**
 * What can be said before anything is read.
 * @throws ShipshapeError USAGE
 */
export function checkUsage(options: ImproveOptions): void {
  if (options.unproven && options.requireProof)
    throw new ShipshapeError('USAGE', { what: '`--unproven` and `--require-proof` exclude each other.' });
  if (options.timeout !== undefined && !(options.timeout > 0))
    throw new ShipshapeError('USAGE', { what: '`--timeout` takes a number of seconds above 0.' });
  if (options.pin !== undefined && !['tag', 'digest', 'both'].includes(options.pin))
    throw new ShipshapeError('USAGE', {
      what: `--pin takes tag, digest or both, not ${options.pin as string}.`,
    });
  for (const probe of options.probes ?? []) parseProbe(probe);
}

export const choicesOf = ({ pin, composeVersion }: ImproveOptions): Choices => ({
  pin: pin ?? DEFAULT_CHOICES.pin,
  composeVersion: composeVersion ?? null,
});
