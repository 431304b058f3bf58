import { ShipshapeError } from '../../errors.ts';
import { imageExists, pullImage, type ComposeModel } from '../../engine/index.ts';
import { isMapping, textOf, type Mapping } from '../../model/compose-values.ts';
import type { Setup } from '../../model/setup.ts';
import type { Session } from '../session.ts';
import { builtForRun } from './builds.ts';

/** The services of a model whose images the engine has. */
export async function servicesWithImage(session: Session, model: ComposeModel): Promise<Set<string>> {
  const ready = new Set<string>();
  for (const [name, { image }] of Object.entries(model.services))
    if (typeof image === 'string' && (await imageExists(session.engine, image))) ready.add(name);
  return ready;
}

/**
 * Builds or fetches the images of services: `ready` are those whose images are there, `dir` is the copy of the project in which the model was
 * resolved.
 * @returns those that were built for the run, by service
 * @throws ShipshapeError SERVICE_UNAVAILABLE, INTERRUPTED
 */
export async function imagesOf(
  session: Session,
  setup: Setup,
  model: ComposeModel,
  { names, ready, dir }: { names: readonly string[]; ready: ReadonlySet<string>; dir: string },
): Promise<Map<string, string>> {
  const images = new Map<string, string>();
  for (const name of names) {
    const definition = model.services[name] ?? {};
    if (isMapping(definition['build']))
      images.set(name, await builtForRun(session, name, definition['build'], dir));
    else if (!ready.has(name)) await pull(session, setup, name, definition);
  }
  return images;
}

async function pull(session: Session, setup: Setup, name: string, service: Mapping): Promise<void> {
  const image = textOf(service['image']);
  const where = { path: setup.paths.compose ?? '', line: null };
  if (image === null)
    throw new ShipshapeError('SERVICE_UNAVAILABLE', {
      what: `The service ${name} names neither an image nor a build.`,
      where,
    });
  session.say(`fetching the image of ${name}`);
  const platform = textOf(service['platform']) ?? undefined;
  const complaint = await pullImage(session.engine, image, { signal: session.signal, platform });
  if (session.signal?.aborted) throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
  if (complaint !== null)
    throw new ShipshapeError('SERVICE_UNAVAILABLE', {
      what: `The image ${image} of the service ${name} cannot be had: ${complaint}`,
      where,
    });
}
