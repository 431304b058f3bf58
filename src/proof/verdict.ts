import type { Difference } from '../model/result.ts';

/** How far an evaluation came; later ones are nearer to success. */
export type Phase = 'build' | 'start' | 'contract';

export interface Failed {
  ok: false;
  phase: Phase;
  /** one sentence */
  message: string;
  /** the log lines that tell most, the last ones last */
  log: string[];
  differences: Difference[];
}

export interface Passed {
  ok: true;
}

const PHASES: readonly Phase[] = ['build', 'start', 'contract'];

/**
 * Did weakening a change get further? Either a later phase failed, or in the same phase something else: at the
 * contract, fewer fields differ; before it, another message (numbers apart, which differ from run to run).
 */
export function gotFurther(before: Failed, after: Failed): boolean {
  const further = PHASES.indexOf(after.phase) - PHASES.indexOf(before.phase);
  if (further !== 0) return further > 0;
  if (after.phase !== 'contract') return plain(after.message) !== plain(before.message);
  const fields = new Set(before.differences.map(({ field }) => field));
  const left = after.differences.filter(({ field }) => fields.has(field));
  return left.length < fields.size;
}

const plain = (message: string): string => message.replaceAll(/[0-9a-f]{8,}|\d+/gi, '0');
