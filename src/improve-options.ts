import { ShipshapeError } from './errors.ts';
import type { Change } from './model/change.ts';
import { DEFAULT_CHOICES, type Choices } from './model/setup.ts';
import { checkRunUsage, type RunOptions } from './run-options.ts';

/** Everything that `shipshape improve` can be asked for. */
export interface ImproveOptions extends RunOptions {
  write?: boolean;
  force?: boolean;
  /** a file for the written report, also without `write` */
  report?: string | undefined;
  /** tell the result of an earlier run again when nothing that it depends on has changed since; not unless asked */
  reuse?: boolean;
  /** false: files only, no engine is asked */
  engine?: boolean;
  unproven?: boolean;
  requireProof?: boolean;
  /** how bases are pinned */
  pin?: Choices['pin'];
  /** keeps or adds the compose file's obsolete `version:`, for old tools */
  composeVersion?: string | undefined;
  /** the changes to make, in order; all of Shipshape's own when absent */
  changes?: readonly Change[];
}

/**
 * What can be said before anything is read.
 * @throws ShipshapeError USAGE
 */
export function checkUsage(options: ImproveOptions): void {
  if (options.unproven && options.requireProof)
    throw new ShipshapeError('USAGE', { what: '`--unproven` and `--require-proof` exclude each other.' });
  if (options.pin !== undefined && !['tag', 'digest', 'both'].includes(options.pin))
    throw new ShipshapeError('USAGE', {
      what: `--pin takes tag, digest or both, not ${options.pin as string}.`,
    });
  checkRunUsage(options);
}

export const choicesOf = ({ pin, composeVersion }: ImproveOptions): Choices => ({
  pin: pin ?? DEFAULT_CHOICES.pin,
  composeVersion: composeVersion ?? null,
});
