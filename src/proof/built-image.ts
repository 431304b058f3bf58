import { inspectImage, saveImage, type BuildResult } from '../engine/index.ts';
import { readImageArchive, type ImageIndex } from '../image/index.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { baseReference } from './base-reference.ts';
import { build, buildError, tagFor, workplaceFor, type Workplace } from './build-setup.ts';
import type { BaseImage } from './image-facts.ts';
import type { Session } from './session.ts';

/** A setup's image, built from nothing and read layer by layer. */
export interface BuiltImage {
  tag: string;
  index: ImageIndex;
  /** the last stage's base; null when the engine cannot tell */
  base: (BaseImage & { reference: string }) | null;
  cold: BuildResult;
  workplace: Workplace;
}

/**
 * Builds a setup without any cache and reads the image.
 * @param name tells the images of one run apart
 * @throws ShipshapeError when it does not build
 */
export async function buildFromNothing(session: Session, setup: Setup, name: string): Promise<BuiltImage> {
  session.say(`building ${session.subject}`);
  const tag = tagFor(session, name);
  const { workplace, cold } = await buildCold(session, setup, tag);
  session.say('reading its image');
  const index = await readImage(session, tag);
  return { tag, index, base: await baseOf(session, setup), cold, workplace };
}

/** The image's archive as the engine saves it, read as it streams. */
export const readImage = (session: Session, reference: string): Promise<ImageIndex> =>
  readImageArchive(saveImage(session.engine, reference, { signal: session.signal }), {
    compress: session.options.measure === 'full',
  });

async function buildCold(
  session: Session,
  setup: Setup,
  tag: string,
): Promise<{ workplace: Workplace; cold: BuildResult }> {
  for (;;) {
    const workplace = await workplaceFor(session, setup);
    const cold = await build(session, workplace, { tag, noCache: true });
    if (cold.failure === null) return { workplace, cold };
    if (cold.failure.kind !== 'frontend-unresolvable' || session.withoutSyntaxLine)
      throw buildError(session, cold.failure, setup.paths.dockerfile);
    session.withoutSyntaxLine = true;
    session.note(
      'The `# syntax=` frontend cannot be fetched: built from a copy without that line; it stays in the file.',
    );
  }
}

/** The base that is none: all layers lie above it. */
export const SCRATCH = 'scratch';

async function baseOf(session: Session, setup: Setup): Promise<BuiltImage['base']> {
  const reference = baseReference(dockerfileOf(setup), session.options.buildArgs);
  if (reference === SCRATCH) return { reference, env: [], user: '', entrypoint: [], layers: 0 };
  const found = reference === null ? null : await inspectImage(session.engine, reference);
  if (reference === null || found === null) return null;
  const { env, user, entrypoint } = found.config;
  return { reference, env, user, entrypoint, layers: found.layers.length };
}
