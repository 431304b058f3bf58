import { ShipshapeError } from '../errors.ts';

/** @throws ShipshapeError INTERRUPTED once the signal has been given */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
}
