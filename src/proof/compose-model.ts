import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { composeConfig, type BuildInputs, type ComposeModel } from '../engine/index.ts';
import { isMapping, type Mapping } from '../model/compose-values.ts';
import { composePaths, type Setup } from '../model/setup.ts';
import type { Session } from './session.ts';
import { inventValue } from './invented-values.ts';

/** Rounds of "this variable has no value": more than a compose file has. */
const MOST_VARIABLES = 50;

interface Resolved {
  dir: string;
  model: ComposeModel;
  /** what `${NAME}` needed and did not have */
  invented: Record<string, string>;
}

/** Compose is asked once for each text of the files and each set of values. */
const resolved = new WeakMap<Session, Map<string, Promise<Resolved>>>();

/**
 * The compose model of a setup in its copy of the project, with generated values for variables that have none; a
 * model with one bare service when the setup has no compose file.
 * @param environment is added to: what `${NAME}` needed and did not have
 * @throws ShipshapeError COMPOSE_UNREADABLE, VARIABLE_REQUIRED, ENGINE_LOST
 */
export async function composeModelOf(
  session: Session,
  setup: Setup,
  dir: string,
  environment: Record<string, string>,
): Promise<{ model: ComposeModel; service: string }> {
  const { compose, service } = setup.paths;
  if (compose === null || service === null) return { model: { services: { app: {} } }, service: 'app' };
  const texts = composePaths(setup.paths).map((path) => [path, setup.files.get(path) ?? null]);
  const key = JSON.stringify([texts, Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1))]);
  const known = resolved.get(session) ?? new Map<string, Promise<Resolved>>();
  resolved.set(session, known);
  const asked = known.get(key) ?? resolve(session, setup, dir, { ...environment });
  known.set(key, asked);
  const told = await asked;
  Object.assign(environment, told.invented);
  // paths in it are those of the copy in which it was asked
  const moved = (value: unknown): unknown =>
    typeof value === 'string'
      ? value.replace(told.dir, () => dir)
      : Array.isArray(value)
        ? value.map(moved)
        : isMapping(value)
          ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, moved(inner)]))
          : value;
  return { model: moved(told.model) as ComposeModel, service };
}

async function resolve(
  session: Session,
  { paths }: Setup,
  dir: string,
  environment: Record<string, string>,
): Promise<Resolved> {
  const files = paths.composeFiles ?? [paths.compose ?? ''];
  const invented: Record<string, string> = {};
  const compose = files.join(' with ');
  const where = { path: paths.compose ?? '', line: null };
  for (let round = 0; round < MOST_VARIABLES; round++) {
    const told = await composeConfig(session.engine, {
      projectDir: dir,
      files,
      profiles: ['*'],
      env: { ...environment, ...invented },
      envFile: null,
      serviceEnvFiles: 'leave-out',
      signal: session.signal,
    });
    if (told.ok) return { dir, model: told.model, invented };
    if (told.kind === 'engine-lost') throw new ShipshapeError('ENGINE_LOST', { what: told.message });
    const { variable } = told;
    const value = variable === null ? null : inventValue(variable);
    if (variable === null || value === null || variable in environment || variable in invented) {
      const asked = told.kind === 'variable-required' && variable !== null;
      throw asked
        ? new ShipshapeError('VARIABLE_REQUIRED', {
            what: `${compose} needs a value for ${variable}.`,
            where,
          })
        : new ShipshapeError('COMPOSE_UNREADABLE', { what: `${compose}: ${told.message}`, where });
    }
    invented[variable] = value;
  }
  throw new ShipshapeError('COMPOSE_UNREADABLE', {
    what: `${compose} needs more variables than can be invented.`,
  });
}

/** What the build gets, from compose's `build:` where there is one and from the command line, which wins. */
export async function buildInputsOf(
  session: Session,
  setup: Setup,
  dir: string,
  environment: Readonly<Record<string, string>>,
): Promise<BuildInputs> {
  const { options } = session;
  const { model, service } = await composeModelOf(session, setup, dir, { ...environment });
  const build = (model.services[service]?.['build'] ?? {}) as Mapping;
  const { buildArgs, target, additionalContexts } = buildInputs(build);
  return {
    context: join(dir, setup.paths.context),
    dockerfile: join(dir, setup.paths.dockerfile),
    target: options.target ?? target,
    platform: options.platform,
    buildArgs: { ...buildArgs, ...options.buildArgs },
    secrets: options.secrets,
    additionalContexts,
  };
}

/** What a service's `build:` hands to the build beside context and Dockerfile. */
export function buildInputs(
  build: Mapping,
): Required<Pick<BuildInputs, 'buildArgs' | 'additionalContexts'>> & { target: string | undefined } {
  const target = build['target'];
  return {
    target: typeof target === 'string' ? target : undefined,
    buildArgs: unescaped((build['args'] ?? {}) as Record<string, string | null>),
    additionalContexts: (build['additional_contexts'] ?? {}) as Record<string, string>,
  };
}

/** `docker compose config` writes `$` as `$$`. */
const unescaped = (args: Record<string, string | null>): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, value?.replaceAll('$$', '$') ?? null]),
  );

/** Container port → the one port under which the compose file publishes it. */
export function publishedAs(model: ComposeModel, service: string): Map<number, number> {
  const declared =
    (model.services[service]?.['ports'] as { target?: number; published?: string }[] | undefined) ?? [];
  return new Map(
    declared
      .map(({ target, published }) => [Number(target), Number(published)] as const)
      .filter(([target, published]) => target > 0 && published > 0),
  );
}

/** The container ports that a service publishes, as its compose file tells. */
export function publishedPorts(model: ComposeModel, service: string): number[] {
  const declared = (model.services[service]?.['ports'] as { target?: number }[] | undefined) ?? [];
  return declared.map(({ target }) => Number(target)).filter((port) => port > 0);
}
