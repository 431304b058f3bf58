import { basename, dirname } from 'node:path';
import type { Run } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';
import { DEFAULT_CHOICES, type Setup, type SetupPaths } from './model/setup.ts';
import {
  exportRevision,
  findSetups,
  insideProject,
  isFolder,
  readCompose,
  readConfig,
  readDockerfile,
  type Config,
} from './project/index.ts';
import { readOriginal } from './read-original.ts';
import type { RunOptions } from './run-options.ts';
import type { Subject } from './subject.ts';

/** The project's folder (or a copy of it) and the setup that a subject stands for. */
export interface Place {
  projectDir: string;
  setup: Setup;
  config: Config;
  notes: string[];
}

export interface Surroundings {
  /** the project's folder, where Dockerfiles get their context and images their service from */
  dir: string;
  options: RunOptions;
  run: Run;
}

/**
 * Reads what a subject stands for; a revision is written to a folder of its own first. Null for an image, which has no
 * place by itself.
 * @throws ShipshapeError of finding and reading; USAGE when there are several setups
 */
export async function placeOf(subject: Subject, around: Surroundings): Promise<Place | null> {
  const { dir, options, run } = around;
  switch (subject.kind) {
    case 'folder':
      return readPlace(subject.dir, await onlySetup(subject.dir, options), options);
    case 'dockerfile':
      return dockerfilePlace(subject.file, dir, options);
    case 'revision': {
      const into = await run.tempFolder('revision');
      const copy = await exportRevision(subject.dir, subject.revision, into, options.signal);
      const notes = copy.submodules.map((path) => `${path} is a submodule, which stays empty in a revision.`);
      try {
        const place = await readPlace(copy.dir, await onlySetup(copy.dir, options), options);
        return { ...place, notes };
      } catch (error) {
        if (!(error instanceof ShipshapeError) || (await isFolder(copy.dir, ''))) throw error;
        throw new ShipshapeError('REVISION_UNKNOWN', {
          what: `There is no folder ${subject.revision.prefix} in ${subject.name}.`,
        });
      }
    }
    default:
      return null;
  }
}

/** A Dockerfile: as compose builds it, else in the place of the project's own. */
async function dockerfilePlace(file: string, dir: string, options: RunOptions): Promise<Place> {
  const inside = insideProject(dir, file);
  if (inside === null) {
    const text = await readDockerfile(dirname(file), basename(file));
    return readPlace(dir, await onlySetup(dir, options), options, text);
  }
  const [own] = await findSetups(dir, { file: inside });
  if (own === undefined) throw new RangeError('a file is one setup');
  if (own.service !== null) return readPlace(dir, own, options);
  const usual = await onlySetup(dir, options).catch((error: unknown) => {
    if (error instanceof ShipshapeError && error.code === 'NO_DOCKERFILE') return own;
    throw error;
  });
  const ignore = own.ignore === `${inside}.dockerignore` ? own.ignore : usual.ignore;
  return readPlace(dir, { ...usual, dockerfile: inside, ignore }, options);
}

async function readPlace(
  projectDir: string,
  paths: SetupPaths,
  { target, signal }: RunOptions,
  instead?: string,
): Promise<Place> {
  const targeted = target === undefined ? paths : { ...paths, target };
  const config = await readConfig(projectDir);
  const setup = await readOriginal(projectDir, targeted, DEFAULT_CHOICES, signal, instead);
  return { projectDir, setup, config, notes: [] };
}

async function onlySetup(dir: string, { file, service, signal }: RunOptions): Promise<SetupPaths> {
  const setups = await findSetups(dir, { file, service, signal });
  const [only] = setups;
  if (only !== undefined && setups.length === 1) return only;
  const names = setups.map(({ service, dockerfile }) => `${service ?? 'no service'} (${dockerfile})`);
  throw new ShipshapeError('USAGE', {
    what: `There are ${setups.length} setups in ${dir}: ${names.join(', ')}.`,
    hint: 'Name one with `--service` or `--file`.',
  });
}

/**
 * What an image runs as: the service of what it is compared with, else the service that was asked for of the project's
 * compose file, else a bare one.
 * @throws ShipshapeError SERVICE_UNKNOWN, COMPOSE_UNREADABLE, CONFIG_INVALID
 */
export async function placeOfImage(
  partner: Place | null,
  { dir, options: { service } }: Surroundings,
): Promise<Place> {
  if (partner !== null) return { ...partner, setup: withoutDockerfile(partner.setup), notes: [] };
  const compose = service === undefined ? null : await readCompose(dir);
  const there = compose?.services.some(({ name }) => name === service) ?? false;
  if (service !== undefined && !there)
    throw new ShipshapeError('SERVICE_UNKNOWN', {
      what: compose
        ? `${compose.path} has no service ${service}.`
        : `There is no compose file in ${dir}, so no service ${service}.`,
    });
  const paths: SetupPaths = {
    dockerfile: 'Dockerfile',
    context: '',
    ignore: '.dockerignore',
    compose: compose?.path ?? null,
    service: service ?? null,
    envExample: 'env.example',
  };
  const facts: Setup['facts'] = {
    context: [],
    source: { variables: [], routes: [], commands: [], libraries: [] },
    project: null,
    bases: [],
    image: null,
    run: null,
  };
  const setup: Setup = { paths, files: new Map(), facts, choices: DEFAULT_CHOICES };
  return { projectDir: dir, setup, config: await readConfig(dir), notes: [] };
}

function withoutDockerfile(setup: Setup): Setup {
  const files = new Map(setup.files);
  files.delete(setup.paths.dockerfile);
  return { ...setup, files };
}
