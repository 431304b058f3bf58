import { ShipshapeError, type ErrorCode } from '../errors.ts';
import type { BuildResult } from '../engine/index.ts';
import type { Setup } from '../model/setup.ts';
import { fold, type Plan } from '../plan/fold.ts';
import { build, tagFor, workplaceFor, type Workplace } from './build-setup.ts';
import type { Contract, RunRecord } from './contract.ts';
import type { Observation } from './observe.ts';
import { runAgainst } from './run-against.ts';
import { lastLines } from './run-record.ts';
import type { Session } from './session.ts';
import type { Failed, Passed } from './verdict.ts';

/** A plan that builds and meets the contract. */
export interface Held extends Passed {
  setup: Setup;
  workplace: Workplace;
  built: BuildResult;
  tag: string;
  record: RunRecord;
  /** what it was held against */
  contract: Contract;
}

/** What the files of a plan come to; plans with the same key are the same. */
export function planKey(original: Setup, plan: Plan): string {
  return JSON.stringify([...fold(original, plan).setup.files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The changes that do something in a plan. */
export function activeChanges(original: Setup, plan: Plan): string[] {
  return fold(original, plan).steps.flatMap(({ change, result }) =>
    result.kind === 'applied' ? [change.id] : [],
  );
}

/** Which evaluation it is, and of what. */
export interface Attempt {
  number: number;
  /** the original goes the same way as results do, where it is in doubt whether anything can hold */
  subject: 'the result' | 'the original';
}

/** What compose says of a file that a change has broken. */
const BROKEN_COMPOSE: readonly ErrorCode[] = ['COMPOSE_UNREADABLE', 'VARIABLE_REQUIRED'];

/**
 * Builds and runs what a plan makes of the original.
 * @throws ShipshapeError ENGINE_LOST, INTERRUPTED: nobody's fault
 */
export async function evaluate(...given: Parameters<typeof buildAndRun>): Promise<Held | Failed> {
  try {
    return await buildAndRun(...given);
  } catch (error) {
    if (!(error instanceof ShipshapeError) || !BROKEN_COMPOSE.includes(error.code)) throw error;
    return { ok: false, phase: 'start', message: error.message, log: [], differences: [] };
  }
}

async function buildAndRun(
  session: Session,
  original: Setup,
  plan: Plan,
  { contract, original: known }: Pick<Observation, 'contract' | 'original'>,
  { number, subject }: Attempt,
): Promise<Held | Failed> {
  const { setup } = fold(original, plan);
  const workplace = await workplaceFor(session, setup);
  const tag = tagFor(session, `after-${number}`);
  session.say(number === 1 ? `building ${subject}` : `building ${subject} again, attempt ${number}`);
  // the first attempt is most often the last one, and then it is the cold build that is measured; the original is
  // known from the cache, and would be the very same image
  const noCache = number === 1 || subject === 'the original';
  const built = await build(session, workplace, { tag, noCache });
  if (built.failure !== null) {
    const { message, logTail } = built.failure;
    await workplace.snapshot.dispose();
    return { ok: false, phase: 'build', message, log: lastLines(logTail), differences: [] };
  }
  session.say(`running ${subject}`);
  const image = { tag, dir: workplace.snapshot.dir };
  const { record, failure, contract: met } = await runAgainst(session, setup, image, contract, known);
  if (failure === null) return { ok: true, setup, workplace, built, tag, record, contract: met };
  await workplace.snapshot.dispose();
  return failure;
}
