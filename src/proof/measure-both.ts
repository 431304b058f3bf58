import { inspectImage, saveImage, type BuildResult } from '../engine/index.ts';
import { readImageArchive, type ImageIndex } from '../image/index.ts';
import type { Measurement } from '../model/result.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { baseReference } from './base-reference.ts';
import { timeBuilds } from './build-times.ts';
import type { Held } from './evaluate.ts';
import { measureContext, measureImage } from './measure.ts';
import { withScore } from './with-score.ts';
import type { Observation } from './observe.ts';
import { seenIn } from './seen-in.ts';
import type { Session } from './session.ts';

/**
 * Measures original and result side by side; the result is the original itself where nothing held.
 * @param result with the build without cache that was made of it; null when that one is still to be made
 */
export async function measureBoth(
  session: Session,
  observation: Observation,
  result: { held: Held; cold: BuildResult | null } | null,
): Promise<{ before: Measurement; after: Measurement }> {
  session.say(result === null ? 'measuring the original' : 'measuring original and result');
  const { workplace, cold, index, baseLayers, contract } = observation;
  const original = { name: 'before', workplace, cold };
  const timed =
    result === null
      ? [original]
      : [original, { name: 'after', workplace: result.held.workplace, cold: result.cold }];
  const [build, buildAfter] = await timeBuilds(session, timed);
  const run = contract.runs[0];
  const own = new Set(Object.keys(observation.facts.image?.base.env ?? {}));
  const side = { kind: run.kind, baseVariables: own };
  // the copy was made before anything was observed
  const observed = { ...workplace.setup, facts: observation.facts };
  const before = withScore(
    {
      ...measureImage(index, baseLayers),
      ...(build && { build }),
      context: await measureContext(session, workplace),
      ...seenIn(contract.runs),
    },
    {
      ...side,
      setup: observed,
      state: run.state,
      index,
      baseLayers,
    },
  );
  if (result === null) return { before, after: before };
  const { held } = result;
  const archive = saveImage(session.engine, held.tag, { signal: session.signal });
  const indexAfter = await readImageArchive(archive, { compress: session.options.measure === 'full' });
  const layers = await baseLayersOf(session, held.setup, indexAfter, observation);
  const after = withScore(
    {
      ...measureImage(indexAfter, layers),
      ...(buildAfter && { build: buildAfter }),
      context: await measureContext(session, held.workplace),
      ...seenIn([held.record]),
    },
    {
      ...side,
      setup: held.setup,
      state: held.record.state,
      index: indexAfter,
      baseLayers: layers,
    },
  );
  return { before, after };
}

/** How many of the result's layers are its base's; where the base cannot be asked, those that it shares with the original's. */
async function baseLayersOf(
  session: Session,
  setup: Setup,
  index: ImageIndex,
  { index: original, baseLayers }: Observation,
): Promise<number> {
  const reference = baseReference(dockerfileOf(setup), session.options.buildArgs);
  const base = reference === null ? null : await inspectImage(session.engine, reference);
  if (base !== null) return base.layers.length;
  let shared = 0;
  while (shared < baseLayers && index.layers[shared]?.digest === original.layers[shared]?.digest) shared++;
  return shared;
}
