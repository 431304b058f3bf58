import { labelled, type ComposeModel } from '../engine/index.ts';
import type { Session } from './session.ts';

type Service = Record<string, unknown>;

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
