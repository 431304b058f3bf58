import { nextRung, withRung, type Plan } from '../plan/fold.ts';
import type { Signature } from './signatures.ts';
import { gotFurther, type Failed, type Passed } from './verdict.ts';

export interface RungTaken {
  id: string;
  from: string;
  /** null = left out */
  to: string | null;
  because: string;
  /** the log lines that told */
  log: string[];
}

export interface Climbed<Pass extends Passed> {
  plan: Plan;
  /** of the plan that holds; null when nothing is left of it: that is the original, known to be good */
  verdict: Pass | null;
  taken: RungTaken[];
  /** evaluations made, that of the original included, the ones answered from memory not counted */
  builds: number;
  /** how the original itself fails when it is built and run as plans are: no plan can hold then; null else */
  hopeless: Failed | null;
}

export interface LadderOptions<Pass extends Passed> {
  /** Builds and runs a plan. What it throws (engine lost, interrupted) is nobody's fault and ends the climb. */
  evaluate: (plan: Plan) => Promise<Pass | Failed>;
  /** Builds and runs the original as plans are. */
  original: () => Promise<Passed | Failed>;
  /** Plans of one key come to the same files, and are evaluated once. */
  key: (plan: Plan) => string;
  /** ids of the changes that do something in this plan; others are no suspects */
  active: (plan: Plan) => readonly string[];
  signatures: readonly Signature[];
}

/** So many evaluations are kept back from guessing, so that the culprit can still be weakened instead of left out. */
const RUNGS_KEPT = 2;

/**
 * Finds the boldest plan that holds: evaluates the whole plan and, while it fails, weakens or leaves out one change,
 * named by a known signature or else found by bisection. Takes at most 2·log2(n) + 3 evaluations for each fault among
 * n changes: when they are used up, a change is left out rather than tried on yet another rung. Before the first
 * change of all is blamed, the original is evaluated too, once: where it fails alike, it is no change's fault, and the
 * climb ends.
 */
export async function climb<Pass extends Passed>(
  plan: Plan,
  options: LadderOptions<Pass>,
): Promise<Climbed<Pass>> {
  const { key, active, signatures } = options;
  const known = new Map<string, Pass | Failed>();
  const taken: RungTaken[] = [];
  let builds = 0;
  let original: Passed | Failed | null = null;
  const evaluate = async (tried: Plan): Promise<Pass | Failed> => {
    const verdict = known.get(key(tried));
    if (verdict !== undefined) return verdict;
    builds++;
    const fresh = await options.evaluate(tried);
    known.set(key(tried), fresh);
    return fresh;
  };
  const perFault = Math.floor(2 * Math.log2(Math.max(1, active(plan).length)) + 3);

  for (let faults = 1; ; faults++) {
    const suspects = active(plan);
    if (suspects.length === 0) return { plan, verdict: null, taken, builds, hopeless: null };
    const whole = await evaluate(plan);
    if (whole.ok) return { plan, verdict: whole, taken, builds, hopeless: null };

    const bisection = Math.ceil(Math.log2(suspects.length));
    const left = () => perFault * faults - (builds - (original === null ? 0 : 1));
    const guessed = await tryGuesses(whole, suspects, () => left() > bisection + RUNGS_KEPT + 1);
    if (guessed !== null) {
      plan = guessed;
      continue;
    }
    const culprit = await firstFailing(whole, suspects);
    const hopeless = culprit.id === suspects[0] ? await failsAnyway(culprit.failure) : null;
    if (hopeless !== null) {
      leaveOutAll('the original itself, built and run once more, fails in the same way');
      return { plan, verdict: null, taken, builds, hopeless };
    }
    plan = await weaken(culprit, () => left() > 1);
  }

  /** The whole plan without the change that a signature names, or milder; null when no guess is borne out. */
  async function tryGuesses(
    failure: Failed,
    suspects: readonly string[],
    affordable: () => boolean,
  ): Promise<Plan | null> {
    const text = [failure.message, ...failure.log].join('\n');
    for (const signature of signatures) {
      if (!signature.phases.includes(failure.phase) || !signature.pattern.test(text)) continue;
      const id = signature.changes.find((change) => suspects.includes(change));
      if (id === undefined || !affordable()) continue;
      const from = rungOf(plan, id);
      const to = milderRung(plan, id, from);
      const milder = withRung(plan, id, to);
      const verdict = active(milder).length === 0 ? null : await evaluate(milder);
      if (verdict !== null && !verdict.ok) {
        const still = signature.pattern.test([verdict.message, ...verdict.log].join('\n'));
        if (still || !gotFurther(failure, verdict)) continue;
      }
      const telling = failure.log.filter((line) => signature.pattern.test(line));
      const log = telling.length > 0 ? telling : failure.log;
      taken.push({ id, from, to, because: signature.because, log });
      return milder;
    }
    return null;
  }

  /** Bisects over prefixes of the plan: the one with no change is the original, and the whole plan fails. */
  async function firstFailing(whole: Failed, suspects: readonly string[]): Promise<Culprit> {
    let good = 0;
    let bad = { length: suspects.length, failure: whole };
    // What an earlier fault's search has shown still stands for the prefixes that it left as they are.
    for (let length = 1; length < bad.length; length++) {
      const verdict = known.get(key(prefix(plan, suspects, length)));
      if (verdict?.ok === true) good = length;
      else if (verdict?.ok === false) bad = { length, failure: verdict };
    }
    while (bad.length - good > 1) {
      const middle = Math.floor((good + bad.length) / 2);
      const verdict = await evaluate(prefix(plan, suspects, middle));
      if (verdict.ok) good = middle;
      else bad = { length: middle, failure: verdict };
    }
    return {
      id: suspects[bad.length - 1] as string,
      upToIt: prefix(plan, suspects, bad.length),
      failure: bad.failure,
    };
  }

  /** How the original fails, when it gets no further than a plan that did. */
  async function failsAnyway(failure: Failed): Promise<Failed | null> {
    if (original === null) {
      builds++;
      original = await options.original();
    }
    return original.ok || gotFurther(failure, original) ? null : original;
  }

  /** A change may have something to do only when another one is left out: until none has. */
  function leaveOutAll(because: string): void {
    for (let left = active(plan); left.length > 0; left = active(plan))
      for (const id of left) {
        taken.push({ id, from: rungOf(plan, id), to: null, because, log: [] });
        plan = withRung(plan, id, null);
      }
  }

  /** Takes the culprit down rung by rung until the plan up to it holds; without it that plan is known to hold. */
  async function weaken({ id, upToIt, failure }: Culprit, affordable: () => boolean): Promise<Plan> {
    let from = rungOf(upToIt, id);
    for (;;) {
      const to = affordable() ? milderRung(upToIt, id, from) : null;
      const because = `with the changes before it all is well, with it not: ${failure.message}`;
      taken.push({ id, from, to, because, log: failure.log });
      if (to === null) return withRung(plan, id, null);
      const milder = withRung(upToIt, id, to);
      const verdict = active(milder).length === 0 ? null : await evaluate(milder);
      if (verdict === null || verdict.ok) return withRung(plan, id, to);
      failure = verdict;
      from = to;
    }
  }
}

interface Culprit {
  id: string;
  /** the shortest plan that fails; the culprit is its last change */
  upToIt: Plan;
  failure: Failed;
}

/** The plan up to and with its `length`-th suspect. */
function prefix(plan: Plan, suspects: readonly string[], length: number): Plan {
  const last = plan.findIndex(({ change }) => change.id === suspects[length - 1]);
  return plan.map((planned, index) => (index <= last ? planned : { ...planned, rung: null }));
}

function rungOf(plan: Plan, id: string): string {
  return plan.find(({ change }) => change.id === id)?.rung as string;
}

function milderRung(plan: Plan, id: string, from: string): string | null {
  const planned = plan.find(({ change }) => change.id === id);
  return planned === undefined ? null : nextRung(planned.change, from);
}
