import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { isSecretName } from '../ecosystems/secret-name.ts';
import { imageExists, pullImage, type ComposeModel } from '../engine/index.ts';
import { composeServices } from '../model/compose-service.ts';
import { listOf, isMapping, pairsOf, textOf, type Mapping } from '../model/compose-values.ts';
import type { Setup } from '../model/setup.ts';
import { insideProject, isFile, readVariableNames } from '../project/index.ts';
import { inventValue } from './invented-values.ts';
import { exampleValues } from './run-environment.ts';
import type { Session } from './session.ts';
import { builtForRun } from './stack-builds.ts';
import { bindsOf, copied, mountFor, usedFiles, type Mount } from './stack-mounts.ts';
import { stackServices } from './stack-services.ts';
import { datastoreValues, wiredValue } from './stack-values.ts';

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
  const ready = new Set<string>();
  for (const [name, { image }] of Object.entries(model.services))
    if (typeof image === 'string' && (await imageExists(session.engine, image))) ready.add(name);
  const { names, waits } = stackServices(model, tested, setup.facts.source.variables, (name) =>
    ready.has(name),
  );
  for (const name of names)
    if (model.services[name]?.['network_mode'] === 'host')
      noteOnce(
        session,
        `Runs give ${name} a network of their own instead of the host's: others reach it by its name.`,
      );
  const images = new Map<string, string>();
  for (const name of names.filter((one) => !tested.includes(one))) {
    const definition = model.services[name] ?? {};
    if (isMapping(definition['build']))
      images.set(name, await builtForRun(session, name, definition['build'], dir));
    else if (!ready.has(name)) await pull(session, setup, name, definition);
  }
  return {
    names,
    waits,
    siblings,
    images,
    mounts: await mountsOf(session, model, names, dir),
    files: {
      secrets: await filesOf(session, model, names, 'secrets', dir),
      configs: await filesOf(session, model, names, 'configs', dir),
    },
    values: await valuesOf(session, setup, model, names, tested),
  };
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

async function mountsOf(
  session: Session,
  model: ComposeModel,
  names: readonly string[],
  dir: string,
): Promise<Stack['mounts']> {
  const all = new Map<string, Map<string, Mount>>();
  for (const name of names) {
    const service = model.services[name] ?? {};
    const mounts = new Map<string, Mount>();
    for (const bind of bindsOf(service)) {
      const target = textOf(bind['target']) ?? '';
      const mount = session.engine.facts.remote
        ? ({ kind: 'left-out', why: 'the engine is on another machine' } as const)
        : await mountFor(session, dir, service, bind);
      mounts.set(target, mount);
      const path = insideProject(dir, textOf(bind['source']) ?? '') ?? textOf(bind['source']) ?? '';
      if (mount.kind === 'left-out')
        noteOnce(
          session,
          `Runs leave the mount of ${path === '' ? '.' : path} at ${target} (${name}) out: ${mount.why}.`,
        );
    }
    all.set(name, mounts);
  }
  return all;
}

/** Copies of files of the project; made-up content for what is not there, or comes from elsewhere. */
async function filesOf(
  session: Session,
  model: ComposeModel,
  names: readonly string[],
  key: 'secrets' | 'configs',
  dir: string,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const declared = model[key];
  if (!isMapping(declared) || session.engine.facts.remote) return found;
  for (const name of usedFiles(model, names, key)) {
    const definition = declared[name];
    if (!isMapping(definition) || definition['content'] !== undefined) continue;
    const path = insideProject(dir, textOf(definition['file']) ?? '');
    const isThere =
      typeof definition['file'] === 'string' && path !== null && (await isFile(session.projectDir, path));
    found.set(name, isThere ? await copied(session, path) : await madeUp(session, name));
  }
  return found;
}

async function madeUp(session: Session, name: string): Promise<string> {
  noteOnce(
    session,
    `The runs were given a made-up value for the secret or configuration ${name}, whose file is not there.`,
  );
  const folder = await session.run.tempFolder('secret');
  const file = join(folder, 'value');
  await writeFile(file, inventValue(name.toUpperCase().replaceAll(/\W/g, '_')) ?? `shipshape-${name}`);
  return file;
}

/** Values for what has none: the user's, else the example's, else a database's own, its address, or a made-up secret. */
async function valuesOf(
  session: Session,
  setup: Setup,
  model: ComposeModel,
  names: readonly string[],
  tested: readonly string[],
): Promise<Stack['values']> {
  const given = { ...session.config.env, ...session.options.environment };
  const example = exampleValues(setup);
  const values = new Map<string, Record<string, string>>();
  const fromFiles = new Map<string, string[]>();
  for (const name of names) {
    const paths = envFilesOf(setup, name);
    const read = await readVariableNames(session.projectDir, paths);
    const own = new Set(read.flatMap((file) => file.names));
    if (paths.length > 0) for (const one of Object.keys(example)) own.add(one);
    fromFiles.set(name, [...own]);
    const service = model.services[name] ?? {};
    const known = Object.fromEntries(
      [...own].flatMap((one) => {
        const value = given[one] ?? example[one];
        return value === undefined ? [] : [[one, value]];
      }),
    );
    values.set(name, { ...datastoreValues(service, [...own]), ...known });
  }
  const services = Object.fromEntries(
    names.map((name) => [name, withValues(model.services[name] ?? {}, values.get(name))]),
  );
  const required = setup.facts.source.variables.filter((one) => one.required).map(({ name }) => name);
  for (const name of names) {
    const own = values.get(name) ?? {};
    const wanted = [...(fromFiles.get(name) ?? []), ...(tested.includes(name) ? required : [])];
    for (const one of wanted) {
      const value =
        own[one] ??
        given[one] ??
        wiredValue(one, model, services) ??
        (isSecretName(one) ? inventValue(one) : null);
      if (value !== null) own[one] = value;
    }
  }
  return values;
}

/** Paths relative to the project's folder. */
function envFilesOf(setup: Setup, name: string): string[] {
  const written = composeServices(setup).get(name)?.value['env_file'];
  return (Array.isArray(written) ? listOf(written) : [written]).flatMap((one) => {
    const path = textOf(isMapping(one) ? one['path'] : one);
    return path === null ? [] : [path.replace(/^\.\//, '')];
  });
}

/** An empty value counts as none: compose passes blanks for variables that are not set. */
export function withValues(service: Mapping, more: Readonly<Record<string, string>> | undefined): Mapping {
  const environment: Record<string, unknown> = Object.fromEntries(
    pairsOf(service['environment']).map(({ name, value }) => [name, value]),
  );
  for (const [name, value] of Object.entries(more ?? {}))
    if ((environment[name] ?? '') === '') environment[name] = value.replaceAll('$', '$$$$');
  return { ...service, environment };
}

const told = new WeakMap<Session, Set<string>>();

function noteOnce(session: Session, message: string): void {
  const known = told.get(session) ?? new Set<string>();
  told.set(session, known);
  if (known.has(message)) return;
  known.add(message);
  session.note(message);
}
