import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { composeConfig, type BuildInputs, type ComposeModel } from '../engine/index.ts';
import type { Setup } from '../model/setup.ts';
import type { Session } from './session.ts';

/** Rounds of "this variable has no value": more than a compose file has. */
const MOST_VARIABLES = 50;

/**
 * The compose model of a setup in its copy of the project, with generated values for variables that have none; a
 * model with one bare service when the setup has no compose file.
 * @param environment is added to: what `${NAME}` needed and did not have
 */
export async function composeModelOf(
  session: Session,
  setup: Setup,
  dir: string,
  environment: Record<string, string>,
): Promise<{ model: ComposeModel; service: string }> {
  const { compose, service } = setup.paths;
  if (compose === null || service === null) return { model: { services: { app: {} } }, service: 'app' };
  for (let round = 0; round < MOST_VARIABLES; round++) {
    const told = await composeConfig(session.engine, {
      projectDir: dir,
      files: [compose],
      profiles: ['*'],
      env: environment,
      envFile: null,
      serviceEnvFiles: 'leave-out',
      signal: session.signal,
    });
    if (told.ok) return { model: told.model, service };
    if (told.kind === 'engine-lost') throw new ShipshapeError('ENGINE_LOST', { what: told.message });
    const value = told.variable === null ? null : inventValue(told.variable);
    if (told.variable === null || value === null || told.variable in environment) {
      throw told.kind === 'variable-required' && told.variable !== null
        ? new ShipshapeError('VARIABLE_REQUIRED', {
            what: `${compose} needs a value for ${told.variable}.`,
            where: { path: compose, line: null },
          })
        : new ShipshapeError('COMPOSE_UNREADABLE', {
            what: `${compose}: ${told.message}`,
            where: { path: compose, line: null },
          });
    }
    environment[told.variable] = value;
  }
  throw new ShipshapeError('COMPOSE_UNREADABLE', {
    what: `${compose} needs more variables than can be invented.`,
  });
}

/**
 * A value for a variable that must be there while its content hardly matters: a user, a password, a key. Null where a
 * made-up value would be worse than none: an address that does not exist.
 */
export function inventValue(name: string): string | null {
  if (/(URL|URI|DSN|HOST|SERVER|ENDPOINT|ADDRESS)S?$/.test(name)) return null;
  if (name.endsWith('PORT')) return '8000';
  if (/(WORKERS|THREADS|COUNT|SIZE|LIMIT|TIMEOUT|SECONDS|TTL)$/.test(name)) return '2';
  return `shipshape-${name.toLowerCase().replaceAll('_', '-')}`;
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
  const build = (model.services[service]?.['build'] ?? {}) as Record<string, unknown>;
  const args = unescaped((build['args'] ?? {}) as Record<string, string | null>);
  const contexts = (build['additional_contexts'] ?? {}) as Record<string, string>;
  const target = build['target'];
  return {
    context: join(dir, setup.paths.context),
    dockerfile: join(dir, setup.paths.dockerfile),
    target: options.target ?? (typeof target === 'string' ? target : undefined),
    platform: options.platform,
    buildArgs: { ...args, ...options.buildArgs },
    secrets: options.secrets,
    additionalContexts: contexts,
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
