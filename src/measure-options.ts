import { ShipshapeError } from './errors.ts';
import { parseBudget, type Budget } from './model/budget.ts';
import { checkRunUsage, type RunOptions } from './run-options.ts';

/** Everything that `shipshape measure` can be asked for. */
export interface MeasureOptions extends Omit<RunOptions, 'probes'> {
  /** limits, each as `NAME=LIMIT`; every target must keep them */
  budgets?: readonly string[];
}

/**
 * What can be said before anything is read.
 * @throws ShipshapeError USAGE, BUDGET_UNKNOWN
 */
export function checkMeasureUsage(targets: readonly string[], options: MeasureOptions): Budget[] {
  if (targets.length < 1 || targets.length > 2)
    throw new ShipshapeError('USAGE', {
      what: 'One or two things are measured: folders, Dockerfiles, git revisions or images.',
    });
  checkRunUsage(options);
  return (options.budgets ?? []).map(parseBudget);
}
