import { resolve } from 'node:path';
import type { Engine, Run } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';
import { givenValues } from './given-values.ts';
import type { ProveResult, SideResult } from './model/prove-result.ts';
import { notMeasured } from './model/result.ts';
import { placeOf, placeOfImage } from './place.ts';
import { make } from './proof/candidate.ts';
import { contractResult } from './proof/compare-contracts.ts';
import { comparedOf, levelOf } from './proof/compared.ts';
import { measureAll } from './proof/measure-candidates.ts';
import { runTwice } from './proof/observe-runs.ts';
import { originalAgain } from './proof/original-again.ts';
import { runAgainst } from './proof/run-against.ts';
import { startError } from './proof/start-error.ts';
import { toldOf } from './proof/told.ts';
import { sidesOf, type ProveOptions } from './prove-options.ts';
import { makeReady, type Ready } from './ready.ts';
import { hiderOf, hideInError, hideInProof } from './report/hidden-values.ts';
import { requireEngine } from './require-engine.ts';
import { engineResult } from './setup-result.ts';
import type { Subject } from './subject.ts';
import { withRun } from './with-run.ts';

type Role = 'before' | 'after';
type Both<T> = Record<Role, T>;

/**
 * Proves a change that somebody made: builds and runs what was before and what is after, and tells whether it still does
 * the same. The contract is learnt from two runs of `before`; `after` has one run, and a second when it fails.
 * @param dir the project's folder
 * @throws ShipshapeError for wrong usage, for what names nothing, and where no engine answers; that a side does not
 * build or run is in the result
 */
export async function prove(dir: string, options: ProveOptions = {}): Promise<ProveResult> {
  const projectDir = resolve(dir);
  const { signal } = options;
  const notes: string[] = [];
  const subjects = await sidesOf(dir, options, (message) => void notes.push(message));
  const engine = await requireEngine(signal);
  const { result, left } = await withRun(engine, signal, async (run) => {
    const sides = await readySides(subjects, { dir: projectDir, options, run }, engine, notes);
    const values = [...(await givenValues(sides.before.asked)), ...(await givenValues(sides.after.asked))];
    const hide = hiderOf(values);
    try {
      return hideInProof({ ...(await compared(sides, engine)), notes }, hide);
    } catch (error) {
      throw error instanceof ShipshapeError ? hideInError(error, hide) : error;
    }
  });
  return { ...result, notes: [...result.notes, ...left] };
}

async function readySides(
  subjects: Both<Subject>,
  around: { dir: string; options: ProveOptions; run: Run },
  engine: Engine,
  notes: string[],
): Promise<Both<Ready>> {
  const called = (role: Role): string => `${role} (${subjects[role].name})`;
  const places = {
    before: await telling(called('before'), () => placeOf(subjects.before, around)),
    after: await telling(called('after'), () => placeOf(subjects.after, around)),
  };
  const bare = places.before && places.after ? null : placeOfImage(places.after ?? places.before, around);
  // what the project asks for now holds for both: they are probed alike
  const config = (places.after ?? places.before ?? (await bare))?.config;
  const ready = async (role: Role): Promise<Ready> => {
    const place = places[role] ?? (await bare);
    if (place === null || config === undefined) throw new RangeError('a side without a place');
    const given = { called: called(role), config, engine, notes, around };
    return telling(called(role), () => makeReady(subjects[role], place, given));
  };
  return { before: await ready('before'), after: await ready('after') };
}

/** Says in an error which side it is about. */
async function telling<T>(called: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ShipshapeError)) throw error;
    const { code, message, where, hint } = error;
    throw new ShipshapeError(code, {
      what: `${called}: ${message}`,
      ...(where && { where }),
      hint,
      cause: error,
    });
  }
}

/** Builds both, learns the contract from one and holds the other against it. */
async function compared(ready: Both<Ready>, engine: Engine): Promise<ProveResult> {
  const sides: Both<SideResult> = { before: untold(ready.before), after: untold(ready.after) };
  const result: ProveResult = {
    version: 1,
    engine: engineResult(engine),
    error: null,
    verdict: 'failed',
    proof: 'none',
    ...sides,
    contract: { met: null, probes: [], differences: [] },
    compared: [],
    told: [],
    notes: [],
  };
  const { before, after } = ready;
  const old = await on(sides.before, () => make(before, 'before'));
  if (old === null) return result;
  const now = await on(sides.after, () => make(after, 'after'));
  if (now === null) return result;
  sides.before.base = old.base?.reference ?? null;
  sides.after.base = now.base?.reference ?? null;
  const ran = await on(sides.before, () => runTwice(before.session, before.setup, old));
  if (ran === null) return result;
  const { contract } = ran;
  after.session.say(`running ${after.session.subject}`);
  const original = originalAgain(before.session, old.built?.workplace ?? null, ran.again);
  const held = await on(sides.after, () => runAgainst(after.session, after.setup, now, contract, original));
  if (held === null) return { ...result, proof: 'builds' };
  // a broken contract is told at once: rebuilds take minutes and interest nobody then
  const measures = { rebuilds: held.failure === null };
  const examined = [
    { candidate: before, made: old, runs: contract.runs },
    { candidate: after, made: now, runs: [held.record] },
  ];
  const [numbers, numbersAfter] = await measureAll(examined, measures);
  if (numbers) sides.before.measurement = numbers;
  if (numbersAfter) sides.after.measurement = numbersAfter;
  if (held.failure?.phase === 'start') {
    const error = startError(after.session, after.setup, held.ran, held.request);
    sides.after.error = error?.toReport() ?? null;
    return { ...result, proof: 'builds' };
  }
  const met = held.failure === null;
  return {
    ...result,
    verdict: met ? 'met' : 'not-met',
    proof: met ? levelOf(contract) : 'stays-up',
    contract: contractResult(held.contract, held.record),
    compared: comparedOf(contract),
    told: toldOf(held.contract, held.record),
  };
}

const untold = ({ identity }: Ready): SideResult => ({
  ...identity,
  base: null,
  error: null,
  measurement: notMeasured(),
});

/** A step of one side; when it fails, the side tells why, and null is returned. */
async function on<T>(side: SideResult, step: () => Promise<T>): Promise<T | null> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ShipshapeError) || NOBODYS_FAULT.has(error.code)) throw error;
    const report = error.toReport();
    const isOfGit = side.kind === 'revision' && error.code === 'BUILD_FAILED';
    side.error = isOfGit ? { ...report, hint: `${report.hint} ${OF_GIT}` } : report;
    return null;
  }
}

const OF_GIT = 'A revision holds what was committed; what git does not track is not in it.';
const NOBODYS_FAULT: ReadonlySet<string> = new Set(['ENGINE_LOST', 'INTERRUPTED']);
