import { createRun, type Engine, type Run } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';

/**
 * Does a piece of work with a run of its own. What was started for it is removed before its result is told, also when
 * it fails or is interrupted.
 * @returns the result, and a sentence for each thing that could not be removed
 * @throws what the work throws; ShipshapeError INTERRUPTED once the signal has been given
 */
export async function withRun<T>(
  engine: Engine | null,
  signal: AbortSignal | undefined,
  work: (run: Run) => Promise<T>,
): Promise<{ result: T; left: string[] }> {
  const run = createRun(engine);
  try {
    const result = await work(run);
    return { result, left: (await run.dispose()).map(notRemoved) };
  } catch (error) {
    const left = await run.dispose();
    // once interrupted, whatever went wrong went wrong because of that
    throw signal?.aborted ? interrupted(run.id, left) : error;
  }
}

const notRemoved = (problem: string): string => `could not be removed: ${problem}`;

function interrupted(runId: string, left: readonly string[]): ShipshapeError {
  if (left.length === 0) return new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
  return new ShipshapeError('INTERRUPTED', {
    what: ['Interrupted.', ...left.map(notRemoved)].join('\n'),
    hint: `Remove by hand what carries the label shipshape.run=${runId}.`,
  });
}
