import type { Measurement } from '../model/result.ts';
import type { Workplace } from './build-setup.ts';
import { onlyCold, timeBuilds } from './build-times.ts';
import { SCRATCH } from './built-image.ts';
import type { Candidate, Made } from './candidate.ts';
import type { RunRecord } from './contract.ts';
import { measureContext, measureImage } from './measure.ts';
import { seenIn } from './seen-in.ts';

/** A candidate with its image, and what it was seen to do where it was run. */
export interface Examined {
  candidate: Candidate;
  made: Made;
  runs: readonly RunRecord[];
}

/**
 * The numbers of candidates' images, and of their builds where they were built, taken in turns.
 * @param rebuilds false: no more is built than was already
 */
export async function measureAll(
  examined: readonly Examined[],
  { rebuilds }: { rebuilds: boolean },
): Promise<Measurement[]> {
  const timed = examined.flatMap(({ made: { built, tag } }) =>
    built === null ? [] : [{ name: tag.slice(tag.indexOf(':') + 1), ...built }],
  );
  const [session] = examined.map(({ candidate }) => candidate.session);
  if (session !== undefined && rebuilds && timed.length > 0) session.say('timing builds');
  const times = session === undefined || !rebuilds ? [] : await timeBuilds(session, timed);
  const builds = new Map(timed.map(({ workplace }, at) => [workplace, times[at]]));
  return Promise.all(examined.map((one) => measureOne(one, builds)));
}

async function measureOne(
  { candidate: { session }, made: { index, base, built }, runs }: Examined,
  builds: ReadonlyMap<Workplace, Measurement['build'] | undefined>,
): Promise<Measurement> {
  const ofImage = measureImage(index, base?.layers ?? 0);
  const { uncompressed, aboveBase } = ofImage.size;
  const size = { ...ofImage.size, aboveBase: base?.reference === SCRATCH ? uncompressed : aboveBase };
  const measured = { ...ofImage, size, ...seenIn(runs) };
  if (built === null) return measured;
  return {
    ...measured,
    build: builds.get(built.workplace) ?? onlyCold(built.cold),
    context: await measureContext(session, built.workplace),
  };
}
