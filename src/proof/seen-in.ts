import type { Measurement } from '../model/result.ts';
import type { RunRecord } from './contract.ts';

/** What runs tell of the numbers: the quickest start, the most memory. */
export function seenIn(runs: readonly RunRecord[]): Pick<Measurement, 'start' | 'peakMemory'> {
  const starts = runs.flatMap(({ startMs }) => startMs ?? []);
  const peaks = runs.flatMap(({ peakMemory }) => peakMemory ?? []);
  return {
    start: starts.length === 0 ? null : Math.round(Math.min(...starts)),
    peakMemory: peaks.length === 0 ? null : Math.max(...peaks),
  };
}
