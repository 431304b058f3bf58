import { ShipshapeError } from '../errors.ts';
import { inspectImage, type BuildResult } from '../engine/index.ts';
import type { ImageIndex } from '../image/index.ts';
import type { Facts, ImageFacts } from '../model/facts.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { withDigests } from './base-digests.ts';
import { resolveBase } from './bases.ts';
import type { Workplace } from './build-setup.ts';
import { buildFromNothing } from './built-image.ts';
import type { Contract } from './contract.ts';
import { environmentOf, imageFacts } from './image-facts.ts';
import { observeRuns } from './observe-runs.ts';
import { originalAgain, type Original } from './original-again.ts';
import type { Session } from './session.ts';

/** What the original was seen to be and to do. */
export interface Observation {
  facts: Facts;
  contract: Contract;
  index: ImageIndex;
  /** layers of the base below the original's own */
  baseLayers: number;
  cold: BuildResult;
  workplace: Workplace;
  original: Original;
}

/**
 * Builds the original from nothing, reads its image layer by layer and runs it.
 * @throws ShipshapeError when the original does not build, start or answer
 */
export async function observe(session: Session, original: Setup): Promise<Observation> {
  const { tag, index, base, cold, workplace } = await buildFromNothing(session, original, 'before');
  const image = imageFacts(index, dockerfileOf(original), base);
  const bases = await resolveBases(session, original, image);
  const withImage: Setup = { ...original, facts: { ...original.facts, image, bases } };
  const runs = await observeRuns(session, withImage, { tag, index, dir: workplace.snapshot.dir });
  return {
    facts: { ...withImage.facts, run: runs.facts },
    contract: runs.contract,
    index,
    baseLayers: base?.layers ?? 0,
    cold,
    workplace,
    original: originalAgain(session, workplace, runs.again),
  };
}

/** Every stage's base is looked up once; the slim variant only where one could ship. */
async function resolveBases(session: Session, setup: Setup, image: ImageFacts): Promise<Facts['bases']> {
  const tree = dockerfileOf(setup);
  const names = new Set(tree.stages.map(({ name }) => name));
  const references = new Set(
    tree.stages.map(({ base }) => base).filter((base) => !names.has(base.toLowerCase())),
  );
  const found: Facts['bases'] = [];
  for (const reference of references) {
    if (session.signal?.aborted) throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
    const local = await inspectImage(session.engine, reference);
    const env = environmentOf(local?.config.env ?? []);
    // what is known of the release was read from the shipped image, so it holds for its own base alone
    const isShipped = tree.stages.at(-1)?.base === reference;
    const observed = { env, osRelease: isShipped ? image.os : null, debianVersion: null };
    for (const purpose of isShipped ? (['pin', 'slim'] as const) : (['pin'] as const)) {
      const answer = await resolveBase(session, reference, purpose, observed);
      found.push(setup.choices.pin === 'tag' ? answer : await withDigests(session, answer));
    }
  }
  return found;
}
