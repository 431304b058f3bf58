import { resolve } from 'node:path';
import type { Engine } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';
import { givenValues } from './given-values.ts';
import { checkMeasureUsage, type MeasureOptions } from './measure-options.ts';
import { BUDGETS, type Budget } from './model/budget.ts';
import type { BudgetResult, MeasureResult, TargetResult } from './model/measure-result.ts';
import { placeOf, placeOfImage, type Surroundings } from './place.ts';
import { make } from './proof/candidate.ts';
import { detailsOf, noDetails } from './proof/image-details.ts';
import { measureAll, type Examined } from './proof/measure-candidates.ts';
import { makeReady } from './ready.ts';
import { hiderOf, hideInError, hideInReport } from './report/hidden-values.ts';
import { requireEngine } from './require-engine.ts';
import { notMeasured } from './model/result.ts';
import { engineResult } from './setup-result.ts';
import { findSubject, surroundingsOf, type Subject } from './subject.ts';
import { withRun } from './with-run.ts';

/**
 * Measures one or two things: folders, Dockerfiles and git revisions are built, without cache and again with it; images
 * are read as they are.
 * @param targets as on the command line; paths are relative to the working folder
 * @throws ShipshapeError for wrong usage, for what names nothing, and where no engine answers; that a target does not
 * build is in the result
 */
export async function measure(
  targets: readonly string[],
  options: MeasureOptions = {},
): Promise<MeasureResult> {
  const budgets = checkMeasureUsage(targets, options);
  const { signal } = options;
  const notes: string[] = [];
  const note = (message: string): void => void notes.push(message);
  const here = resolve('.');
  const subjects: Subject[] = [];
  for (const target of targets) subjects.push(await findSubject(target, here, { signal, note }));
  const engine = await requireEngine(signal);
  // to compress costs seconds a gigabyte, and is done only for those who want to know
  const compressed = budgets.some(({ name }) => name === 'compressed');
  const asked = compressed ? { ...options, measure: 'full' as const } : options;
  const { result, left } = await withRun(engine, signal, async (run) => {
    const made: Examination[] = [];
    for (const subject of subjects) {
      const around = { dir: surroundingsOf(subject, here), options: asked, run };
      made.push(await examine(subject, made.length, around, engine, notes));
    }
    // together, so that their builds take turns
    const numbers = await measureAll(
      made.flatMap(({ examined }) => examined ?? []),
      { rebuilds: true },
    );
    return made.map(({ target, examined }) =>
      examined === null ? target : { ...target, measurement: numbers.shift() ?? target.measurement },
    );
  });
  return {
    version: 1,
    engine: engineResult(engine),
    error: null,
    targets: result,
    budgets: result.flatMap((target, at) => budgets.map((budget) => held(target, at, budget))),
    notes: [...notes, ...left],
  };
}

/** A target that was built or read, and all but the numbers of it; `examined` is null when that failed. */
interface Examination {
  target: TargetResult;
  examined: Examined | null;
}

async function examine(
  subject: Subject,
  position: number,
  around: Surroundings,
  engine: Engine,
  notes: string[],
): Promise<Examination> {
  const place = (await placeOf(subject, around)) ?? (await placeOfImage(null, around));
  const { config } = place;
  const ready = await makeReady(subject, place, { called: subject.name, config, engine, notes, around });
  const hide = hiderOf(await givenValues(ready.asked));
  const nothing = { ...ready.identity, base: null, error: null, measurement: notMeasured(), ...noDetails };
  try {
    const made = await make(ready, `target-${position}`);
    const details = detailsOf(made);
    // history repeats build arguments
    const layers = details.layers.map((one) => ({
      ...one,
      instruction: one.instruction && hide(one.instruction),
    }));
    return {
      target: { ...nothing, base: made.base?.reference ?? null, ...details, layers },
      examined: { candidate: ready, made, runs: [] },
    };
  } catch (error) {
    if (!(error instanceof ShipshapeError)) throw error;
    if (error.code === 'ENGINE_LOST' || error.code === 'INTERRUPTED') throw hideInError(error, hide);
    return { target: { ...nothing, error: hideInReport(error.toReport(), hide) }, examined: null };
  }
}

/** What was not measured keeps no budget: a limit that nobody looked at is none. */
function held(target: TargetResult, position: number, { name, limit }: Budget): BudgetResult {
  const value = target.error === null ? (BUDGETS[name]?.valueOf(target) ?? null) : null;
  return { target: position, name, limit, value, kept: value !== null && value <= limit };
}
