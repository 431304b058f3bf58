import { detectEngine, type Engine } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';
import { stopIfAborted } from './project/index.ts';

/**
 * The engine, for what cannot be done without one.
 * @throws ShipshapeError NO_ENGINE, ENGINE_UNSUPPORTED, INTERRUPTED
 */
export async function requireEngine(signal: AbortSignal | undefined): Promise<Engine> {
  const detected = await detectEngine({ signal });
  stopIfAborted(signal);
  if (detected.kind === 'found') return detected.engine;
  const unsupported = detected.code === 'ENGINE_UNSUPPORTED';
  throw new ShipshapeError(detected.code, {
    what: `No Docker engine ${unsupported ? 'can be used' : 'answers'} (${detected.reason}).`,
    ...(unsupported ? {} : { hint: 'Start Docker; this cannot be done without an engine.' }),
  });
}
