import type { Applied, Change, ChangeClass, NotNeeded } from '../model/change.ts';
import type { Setup } from '../model/setup.ts';

/** One change with the rung that it is to take; `null` leaves it out. */
export interface PlannedChange {
  change: Change;
  rung: string | null;
}

/** An ordered list of changes. */
export type Plan = readonly PlannedChange[];

export interface Step {
  change: Change;
  rung: string | null;
  result: Applied | NotNeeded | { kind: 'left-out' };
  class: ChangeClass;
}

export interface Folded {
  setup: Setup;
  steps: Step[];
}

export const planOf = (changes: readonly Change[]): Plan =>
  changes.map((change) => ({ change, rung: change.rungs[0] }));

/** Applies a plan to a setup: each change sees what the ones before it made. */
export function fold(original: Setup, plan: Plan): Folded {
  let setup = original;
  const steps: Step[] = [];
  for (const { change, rung } of plan) {
    const result: Step['result'] = rung === null ? { kind: 'left-out' } : change.apply(setup, rung);
    if (result.kind === 'applied') setup = result.setup;
    steps.push({
      change,
      rung,
      result,
      class: (result.kind === 'applied' && result.class) || change.class,
    });
  }
  return { setup, steps };
}

/** The plan with one change on another rung. */
export function withRung(plan: Plan, id: string, rung: string | null): Plan {
  return plan.map((planned) => (planned.change.id === id ? { ...planned, rung } : planned));
}

/** The next milder rung after `rung`, or null when only leaving the change out is left. */
export function nextRung(change: Change, rung: string): string | null {
  return change.rungs[change.rungs.indexOf(rung) + 1] ?? null;
}
