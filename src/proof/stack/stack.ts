import type { ComposeModel } from '../../engine/index.ts';
import type { Setup } from '../../model/setup.ts';
import type { Session } from '../session.ts';
import { valuesOf } from './environment.ts';
import { filesOf } from './files.ts';
import { imagesOf, servicesWithImage } from './images.ts';
import { mountsOf, type Mount } from './mounts.ts';
import { noteOnce } from './note-once.ts';
import { stackServices } from './services.ts';

/** What a service runs together with, made ready: images are there, files are copied, variables have values. */
export interface Stack {
  /** the services that take part in a run */
  names: readonly string[];
  /** who waits for whom */
  waits: ReadonlyMap<string, readonly string[]>;
  /** services that run the image under test too */
  siblings: readonly string[];
  /** images that were built for the run, by service */
  images: ReadonlyMap<string, string>;
  /** what takes the place of bind mounts, by service and the path in the container */
  mounts: ReadonlyMap<string, ReadonlyMap<string, Mount>>;
  /** the copies of the files of secrets and configs, by name */
  files: { secrets: ReadonlyMap<string, string>; configs: ReadonlyMap<string, string> };
  /** variables that have no value in the model, by service */
  values: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** A service that runs alone. */
export const alone = (service: string): Stack => ({
  names: [service],
  waits: new Map(),
  siblings: [],
  images: new Map(),
  mounts: new Map(),
  files: { secrets: new Map(), configs: new Map() },
  values: new Map(),
});

/**
 * Makes ready what a setup's service runs together with: its siblings and the services that these need.
 * @param dir the copy of the project in which the model was resolved
 * @throws ShipshapeError SERVICE_UNAVAILABLE for an image that cannot be had or built, FILE_UNREADABLE, INTERRUPTED
 */
export async function prepareStack(
  session: Session,
  setup: Setup,
  model: ComposeModel,
  service: string,
  dir: string,
): Promise<Stack> {
  if (setup.paths.service === null) return alone(service);
  const siblings = (setup.paths.siblings ?? []).filter((name) => name in model.services);
  const tested = [service, ...siblings];
  const ready = await servicesWithImage(session, model);
  const { names, waits } = stackServices(model, tested, setup.facts.source.variables, (name) =>
    ready.has(name),
  );
  const others = names.filter((name) => !tested.includes(name));
  for (const name of names)
    if (model.services[name]?.['network_mode'] === 'host')
      noteOnce(
        session,
        `Runs give ${name} a network of their own instead of the host's: others reach it by its name.`,
      );
  return {
    names,
    waits,
    siblings,
    images: await imagesOf(session, setup, model, { names: others, ready, dir }),
    mounts: await mountsOf(session, model, names, dir),
    files: {
      secrets: await filesOf(session, model, names, 'secrets', dir),
      configs: await filesOf(session, model, names, 'configs', dir),
    },
    values: await valuesOf(session, setup, model, names, tested),
  };
}
