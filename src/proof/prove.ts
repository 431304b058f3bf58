import type { Change } from '../model/change.ts';
import {
  notMeasured,
  notVerified,
  type ChangeResult,
  type ContractResult,
  type Measurement,
  type ProofLevel,
  type Verification,
} from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import { fold, planOf, type Plan, type Step } from '../plan/fold.ts';
import { contractResult } from './compare-contracts.ts';
import { levelOf } from './compared.ts';
import { activeChanges, evaluate, planKey, type Attempt, type Held } from './evaluate.ts';
import { climb, type RungTaken } from './ladder.ts';
import { measureBoth } from './measure-both.ts';
import type { Observation } from './observe.ts';
import type { Session } from './session.ts';
import { SIGNATURES } from './signatures.ts';
import { toldOf } from './told.ts';
import type { Failed } from './verdict.ts';
import { verify } from './verify.ts';

/** Contract and measurements of before and after, and what each change came to. */
export interface Proof {
  /** the setup that holds: the original itself when nothing did */
  setup: Setup;
  level: ProofLevel;
  before: Measurement;
  after: Measurement;
  changes: ChangeResult[];
  contract: ContractResult;
  verification: Verification;
  /** evaluations that the ladder made */
  builds: number;
  notes: string[];
}

/** Finds the boldest plan that builds and meets the contract, and measures original and result side by side. */
export async function prove(
  session: Session,
  original: Setup,
  observation: Observation,
  changes: readonly Change[],
): Promise<Proof> {
  let number = 0;
  const attempt = (plan: Plan, subject: Attempt['subject']) =>
    evaluate(session, original, plan, observation, { number: ++number, subject });
  let firstKey: string | null = null;
  const climbed = await climb<Held>(planOf(changes), {
    evaluate: (plan) => {
      firstKey ??= planKey(original, plan);
      return attempt(plan, 'the result');
    },
    original: () => attempt([], 'the original'),
    key: (plan) => planKey(original, plan),
    active: (plan) => activeChanges(original, plan),
    signatures: SIGNATURES,
  });
  const held = climbed.verdict;
  const results = changeResults(original, climbed.plan, climbed.taken);
  if (held === null) {
    return {
      setup: original,
      level: levelOf(observation.contract),
      ...(await measureBoth(session, observation, null)),
      changes: results,
      contract: contractResult(observation.contract, observation.contract.runs[1]),
      verification: await verify(session, observation, null),
      builds: climbed.builds,
      notes: climbed.hopeless === null ? [] : [hopelessNote(climbed.hopeless)],
    };
  }
  // only the first attempt is built without cache
  const cold = firstKey === planKey(original, climbed.plan) ? held.built : null;
  return {
    setup: held.setup,
    level: levelOf(observation.contract),
    ...(await measureBoth(session, observation, { held, cold })),
    changes: results,
    contract: contractResult(held.contract, held.record),
    verification: await verify(session, observation, held),
    builds: climbed.builds,
    notes: toldOf(held.contract, held.record),
  };
}

const hopelessNote = ({ message }: Failed): string =>
  `No change can be proved: built and run once more, the original itself does not do what it did before (${message}).`;

/** What each change came to, in the plan's order. */
export function changeResults(original: Setup, plan: Plan, taken: readonly RungTaken[]): ChangeResult[] {
  const steps = fold(original, plan).steps.filter(
    (step) => isTold(step) || taken.some(({ id }) => id === step.change.id),
  );
  return steps.map(({ change, rung, result }): ChangeResult => {
    const { id, title, why } = change;
    const climbed = taken.filter((one) => one.id === id);
    const told = climbed.flatMap(({ from, to, because, log }) => [
      `${from} → ${to ?? 'left out'}: ${because}`,
      ...log.slice(-5).map((line) => `  ${line}`),
    ]);
    if (result.kind === 'left-out') return { id, title, why, outcome: 'dropped', rung: null, evidence: told };
    if (result.kind === 'not-needed')
      return { id, title, why, outcome: 'not-needed', rung: null, evidence: [result.reason, ...told] };
    const outcome = climbed.length > 0 ? 'weakened' : 'kept';
    return { id, title, why, outcome, rung, evidence: [...result.evidence, ...told] };
  });
}

/** There are many small mends, and most files need none of them. */
const isTold = ({ change, result }: Step): boolean => change.isMend !== true || result.kind !== 'not-needed';

/** Without an engine: every change as proposed, those that need proof marked so. */
export function unprovenProposal(original: Setup, changes: readonly Change[]): Proof {
  const folded = fold(original, planOf(changes));
  return {
    setup: folded.setup,
    level: 'none',
    before: notMeasured(),
    after: notMeasured(),
    changes: folded.steps.filter(isTold).map(({ change: { id, title, why }, rung, result, class: kind }) => {
      const base = { id, title, why };
      if (result.kind === 'left-out') return { ...base, outcome: 'dropped', rung: null, evidence: [] };
      if (result.kind === 'not-needed')
        return { ...base, outcome: 'not-needed', rung: null, evidence: [result.reason] };
      return { ...base, outcome: kind === 'safe' ? 'kept' : 'unproven', rung, evidence: result.evidence };
    }),
    contract: { met: null, probes: [], differences: [] },
    verification: notVerified(),
    builds: 0,
    notes: [],
  };
}
