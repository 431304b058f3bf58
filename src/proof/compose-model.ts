import { join } from 'node:path';
import { ShipshapeError } from '../errors.ts';
import { composeConfig, labelled, type BuildInputs, type ComposeModel } from '../engine/index.ts';
import type { Setup } from '../model/setup.ts';
import type { Session } from './session.ts';

type Service = Record<string, unknown>;

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

export interface RunRequest {
  image: string;
  /** TCP ports of the container to publish besides those of the model */
  ports: readonly number[];
  /** set in the service where it has no value */
  environment: Readonly<Record<string, string>>;
  /** the image or the service has a health check */
  hasHealthCheck: boolean;
  /** for the trial with a read-only root */
  readOnly?: { tmpfs: readonly string[]; volumes: readonly string[] };
}

/**
 * The model as it is run: only the service itself and what it depends on, made the run's own. Ports get free numbers
 * on 127.0.0.1; container names, bind mounts, external networks and volumes are left out, so nothing of the user's is
 * touched.
 */
export function ownModel(
  session: Session,
  model: ComposeModel,
  service: string,
  request: RunRequest,
): ComposeModel {
  const wanted = dependencyClosure(model, service);
  const services: ComposeModel['services'] = {};
  for (const name of wanted)
    services[name] = ownService(model.services[name] ?? {}, name === service ? request : null);
  const volumes = Object.fromEntries(
    Object.values(services)
      .flatMap((one) => (one['volumes'] as { type?: string; source?: string }[] | undefined) ?? [])
      .flatMap(({ type, source }) => (type === 'volume' && source ? [[source, {}]] : [])),
  );
  return labelled({ services, networks: { default: {} }, volumes }, session.run.id);
}

function dependencyClosure(model: ComposeModel, service: string): string[] {
  const found = new Set<string>();
  const todo = [service];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (found.has(name) || !(name in model.services)) continue;
    found.add(name);
    todo.push(...Object.keys((model.services[name]?.['depends_on'] as object | undefined) ?? {}));
  }
  return [...found];
}

/** Keys that would reach outside the run: the user's containers, networks, files, devices and processes. */
const NOT_OURS = [
  'container_name',
  'profiles',
  'networks',
  'external_links',
  'links',
  'network_mode',
  'develop',
  'secrets',
  'configs',
  'devices',
  'volumes_from',
  'pid',
  'ipc',
  'cgroup_parent',
];

function ownService(original: Service, request: RunRequest | null): Service {
  const service: Service = { ...original };
  for (const key of NOT_OURS) delete service[key];
  service['restart'] = 'no';
  service['volumes'] = ownVolumes(service, request);
  service['ports'] = [];
  if (request === null) return service;
  delete service['build'];
  service['image'] = request.image;
  service['pull_policy'] = 'never';
  service['ports'] = portsOf(original, request.ports);
  service['environment'] = withEnvironment(original['environment'], request.environment);
  if (request.hasHealthCheck) service['healthcheck'] = quickHealthCheck(original['healthcheck']);
  if (request.readOnly !== undefined) {
    service['read_only'] = true;
    service['tmpfs'] = [
      ...asTexts(original['tmpfs']),
      ...request.readOnly.tmpfs.map((path) => `${path}:mode=1777`),
    ];
  }
  if (!hasMemoryLimit(original)) service['mem_limit'] = '4g';
  return service;
}

/** One text or a list of them, as compose allows for `tmpfs`. */
const asTexts = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');

/** Without one of the file's own, a run gets a limit of ours. */
export function hasMemoryLimit(service: Service): boolean {
  return service['mem_limit'] !== undefined || service['deploy'] !== undefined;
}

function ownVolumes(service: Service, request: RunRequest | null): unknown[] {
  const declared = (service['volumes'] as { type?: string }[] | undefined) ?? [];
  const kept = declared.filter(({ type }) => type === 'volume' || type === 'tmpfs');
  const trial = request?.readOnly?.volumes ?? [];
  return [...kept, ...trial.map((target, index) => ({ type: 'volume', source: `trial-${index}`, target }))];
}

function portsOf(service: Service, more: readonly number[]): unknown[] {
  const declared = (service['ports'] as { target?: number; protocol?: string }[] | undefined) ?? [];
  const targets = declared.filter(({ protocol }) => protocol !== 'udp').map(({ target }) => Number(target));
  return [...new Set([...targets, ...more])]
    .filter((target) => target > 0)
    .map((target) => ({ target, host_ip: '127.0.0.1', protocol: 'tcp', mode: 'ingress' }));
}

/** An empty value counts as none: compose passes blanks for variables that are not set. */
function withEnvironment(declared: unknown, more: Readonly<Record<string, string>>): Record<string, unknown> {
  const environment: Record<string, unknown> = { ...(declared as Record<string, unknown> | undefined) };
  for (const [name, value] of Object.entries(more))
    if (environment[name] === undefined || environment[name] === null || environment[name] === '')
      environment[name] = value.replaceAll('$', '$$$$');
  return environment;
}

/** The same check, asked every second, so that its verdict does not take half a minute. */
function quickHealthCheck(declared: unknown): Record<string, unknown> {
  const { start_interval: _, ...kept } = (declared ?? {}) as Record<string, unknown>;
  // within a start period the engine asks every five seconds unless told otherwise, which it wants to be told with it
  const starts = kept['start_period'] !== undefined && kept['start_period'] !== '0s';
  return { ...kept, interval: '1s', ...(starts && { start_interval: '1s' }) };
}

/** The container ports that a service publishes, as its compose file tells. */
export function publishedPorts(model: ComposeModel, service: string): number[] {
  const declared = (model.services[service]?.['ports'] as { target?: number }[] | undefined) ?? [];
  return declared.map(({ target }) => Number(target)).filter((port) => port > 0);
}
