import { measure } from '../measure.ts';
import type { MeasureResult } from '../model/measure-result.ts';
import { jsonText } from '../report/json.ts';
import { measureTable } from '../report/measure-table.ts';
import { print, runCommand } from './command.ts';
import { runOptions, type RunFlags } from './run-flags.ts';

/** What commander makes of the command line of `measure`. */
interface Flags extends RunFlags {
  budget?: string[];
}

/**
 * `shipshape measure`: stdout holds exactly the JSON or the table.
 * @returns the exit status: 0 when all was measured and every budget kept, else 1
 */
export function runMeasure(
  target: string,
  other: string | undefined,
  given: Record<string, unknown>,
): Promise<number> {
  const { budget = [], ...flags } = given as Flags;
  return runCommand<MeasureResult>(
    flags.json ?? false,
    (attached) =>
      measure(other === undefined ? [target] : [target, other], {
        ...runOptions(flags),
        budgets: budget,
        ...attached,
      }),
    (result) => {
      void print(flags.json ? jsonText(result) : measureTable(result, { stream: process.stdout }));
      const failed = result.targets.some(({ error }) => error !== null);
      return failed || result.budgets.some(({ kept }) => !kept) ? 1 : 0;
    },
    (error) =>
      ({ version: 1, engine: null, error, targets: [], budgets: [], notes: [] }) satisfies MeasureResult,
  );
}
