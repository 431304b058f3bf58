import type { Measurement } from '../model/result.ts';
import type { RunRecord } from './contract.ts';

/** What runs tell of the numbers: the quickest start. */
export function seenIn(runs: readonly RunRecord[]): Pick<Measurement, 'start'> {
  const starts = runs.flatMap(({ startMs }) => startMs ?? []);
  return { start: starts.length === 0 ? null : Math.round(Math.min(...starts)) };
}
