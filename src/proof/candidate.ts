import { baseAmongImages, type BuildResult, type ImageDetails } from '../engine/index.ts';
import type { ImageIndex } from '../image/index.ts';
import type { Setup } from '../model/setup.ts';
import { workplaceFor, type Workplace } from './build-setup.ts';
import { buildFromNothing, readImage } from './built-image.ts';
import type { Session } from './session.ts';

/** What is compared or measured: a setup that is built, or an image that is there and runs as a setup's service. */
export interface Candidate {
  session: Session;
  setup: Setup;
  image: ImageDetails | null;
}

/** A candidate's image, read layer by layer. */
export interface Made {
  /** what the engine knows it by */
  tag: string;
  /** the copy of the project that it runs in */
  dir: string;
  index: ImageIndex;
  base: { reference: string; layers: number } | null;
  /** null for an image that was there */
  built: { cold: BuildResult; workplace: Workplace } | null;
}

/**
 * Builds a candidate, or reads the image that it is. An image of the user's gets no further name, so that taking ours
 * away can never take the image away.
 * @param name tells the images of one run apart
 * @throws ShipshapeError when it does not build
 */
export async function make({ session, setup, image }: Candidate, name: string): Promise<Made> {
  if (image === null) {
    const { tag, index, base, cold, workplace } = await buildFromNothing(session, setup, name);
    return { tag, dir: workplace.snapshot.dir, index, base, built: { cold, workplace } };
  }
  session.say(`reading ${session.subject}`);
  const index = await readImage(session, image.id);
  const dir =
    setup.paths.compose === null
      ? await session.run.tempFolder('empty')
      : (await workplaceFor(session, setup)).snapshot.dir;
  return { tag: image.id, dir, index, base: await baseAmongImages(session.engine, image), built: null };
}
