import { datastoreOf, hasHealthCheck } from '../ecosystems/datastores.ts';
import { labelled, type ComposeModel } from '../engine/index.ts';
import {
  dependenciesOf,
  isMapping,
  listOf,
  textOf,
  textOrTexts,
  type Mapping,
} from '../model/compose-values.ts';
import { ownFiles, ownVolumes } from './own-mounts.ts';
import type { Session } from './session.ts';
import { withValues } from './stack/environment.ts';
import type { Stack } from './stack/stack.ts';
import { namesOf } from './stack/services.ts';

type Service = Record<string, unknown>;

export interface RunRequest {
  image: string;
  /** TCP ports of the container to publish besides those of the model */
  ports: readonly number[];
  /** set in the service, and in its siblings, where it has no value */
  environment: Readonly<Record<string, string>>;
  /** the image or the service has a health check */
  hasHealthCheck: boolean;
  stack: Stack;
  /** for the trial with a read-only root */
  readOnly?: { tmpfs: readonly string[]; volumes: readonly string[] };
}

/**
 * The model as it is run: only the services of the stack, made the run's own. Ports get free numbers on 127.0.0.1;
 * container names become names on the run's one network; bind mounts, external networks and volumes are replaced, so
 * nothing of the user's is touched. Databases are waited for by their health, with a check of ours where they have none.
 */
export function ownModel(
  session: Session,
  model: ComposeModel,
  service: string,
  request: RunRequest,
): ComposeModel {
  const { stack } = request;
  const services: ComposeModel['services'] = {};
  for (const name of stack.names) services[name] = ownService(model, name, service, request);
  const volumes = Object.fromEntries(
    Object.values(services)
      .flatMap((one) => listOf(one['volumes']))
      .flatMap((one) =>
        isMapping(one) && one['type'] === 'volume' && one['source'] ? [[one['source'], {}]] : [],
      ),
  ) as Record<string, unknown>;
  return labelled(
    { services, networks: { default: {} }, volumes, ...ownFiles(model, stack) },
    session.run.id,
  );
}

/** Keys that would reach outside the run: the user's containers, networks, files, devices and processes. */
const NOT_OURS = [
  'container_name',
  'profiles',
  'networks',
  'external_links',
  'links',
  'network_mode',
  'mac_address',
  'develop',
  'devices',
  'gpus',
  'volumes_from',
  'pid',
  'ipc',
  'cgroup_parent',
  'env_file',
];

function ownService(model: ComposeModel, name: string, tested: string, request: RunRequest): Service {
  const { stack } = request;
  const original = model.services[name] ?? {};
  const isTested = name === tested;
  const isUnderTest = isTested || stack.siblings.includes(name);
  const withOwnValues = withValues(original, stack.values.get(name));
  const service: Service = isUnderTest
    ? { ...withValues(withOwnValues, request.environment) }
    : { ...withOwnValues };
  for (const key of NOT_OURS) delete service[key];
  const shared = sharedNamespace(original, stack, isUnderTest);
  if (shared !== null) service['network_mode'] = shared;
  else service['networks'] = { default: { aliases: aliasesOf(model, name) } };
  service['restart'] = restartOf(original, stack, name);
  service['volumes'] = ownVolumes(original, name, stack, isTested ? (request.readOnly?.volumes ?? []) : []);
  service['ports'] = [];
  service['depends_on'] = dependsOn(model, name, stack);
  if (Object.keys(service['depends_on'] as object).length === 0) delete service['depends_on'];
  if (!isLocalLog(original)) delete service['logging'];
  delete service['deploy'];
  if (original['deploy'] !== undefined) service['deploy'] = ownDeploy(original['deploy']);
  const image = isUnderTest ? request.image : stack.images.get(name);
  if (image !== undefined || isUnderTest) {
    delete service['build'];
    service['image'] = image;
    service['pull_policy'] = 'never';
  }
  if (!isUnderTest) {
    const check = healthCheckOf(model, name);
    if (check !== null) service['healthcheck'] = check;
    return service;
  }
  if (!hasMemoryLimit(original)) service['mem_limit'] = '4g';
  const check = quickHealthCheck(original['healthcheck']);
  if (!isTested) {
    if (hasHealthCheck(original)) service['healthcheck'] = check;
    return service;
  }
  service['ports'] = portsOf(original, request.ports);
  if (request.hasHealthCheck) service['healthcheck'] = check;
  if (request.readOnly !== undefined) {
    service['read_only'] = true;
    service['tmpfs'] = [
      ...textOrTexts(original['tmpfs']),
      ...request.readOnly.tmpfs.map((path) => `${path}:mode=1777`),
    ];
  }
  return service;
}

/** Other drivers send the log away, where nobody reads it back. */
const isLocalLog = ({ logging }: Mapping): boolean =>
  isMapping(logging) && /^(json-file|local)$/.test(textOf(logging['driver']) ?? '');

/** Replicas would fight for ports and names; the limits stay. */
function ownDeploy(deploy: unknown): unknown {
  if (!isMapping(deploy)) return undefined;
  const { resources } = deploy;
  const limits = isMapping(resources) ? resources['limits'] : undefined;
  return limits === undefined ? {} : { resources: { limits } };
}

/** Another service's network is kept where that one takes part; what is tested needs ports of its own. */
function sharedNamespace({ network_mode: mode }: Mapping, stack: Stack, isUnderTest: boolean): string | null {
  if (isUnderTest || typeof mode !== 'string') return null;
  if (mode === 'none') return mode;
  const of = /^service:(.+)$/.exec(mode)?.[1];
  return of !== undefined && stack.names.includes(of) ? mode : null;
}

/** Whatever others call it by, but for what is another service's own name. */
const aliasesOf = (model: ComposeModel, name: string): string[] =>
  namesOf(model, name).filter((alias) => alias !== name && !(alias in model.services));

/** With other services, an original may live by being started again until they are there; for ever is too long. */
function restartOf({ restart }: Mapping, stack: Stack, name: string): string {
  const isAlone = (stack.waits.get(name) ?? []).length === 0;
  return isAlone || !/^(always|unless-stopped|on-failure)/.test(textOf(restart) ?? '')
    ? 'no'
    : 'on-failure:5';
}

function dependsOn(model: ComposeModel, name: string, stack: Stack): Service {
  const declared = dependenciesOf(model.services[name] ?? {});
  const all = [...new Set([...declared.keys(), ...(stack.waits.get(name) ?? [])])].filter((one) =>
    stack.names.includes(one),
  );
  return Object.fromEntries(
    all.map((one) => {
      const how = declared.get(one) ?? {};
      const condition = textOf(how['condition']) ?? 'service_started';
      const waits =
        condition === 'service_started' &&
        datastoreOf(model.services[one] ?? {}) !== null &&
        !isSwitchedOff(model.services[one] ?? {});
      return [one, { condition: waits ? 'service_healthy' : condition, required: true }];
    }),
  );
}

const isSwitchedOff = ({ healthcheck }: Mapping): boolean =>
  isMapping(healthcheck) && (healthcheck['disable'] === true || listOf(healthcheck['test'])[0] === 'NONE');

/** s that a service beside it has to get healthy, asked every second. */
const PATIENCE = 120;

/** Its own check where others wait by it, ours where nobody has written one or nobody waits by it. */
function healthCheckOf(model: ComposeModel, name: string): Service | null {
  const service = model.services[name] ?? {};
  if (isSwitchedOff(service)) return null;
  const isWaitedFor = Object.values(model.services).some(
    (one) => dependenciesOf(one).get(name)?.['condition'] === 'service_healthy',
  );
  const datastore = datastoreOf(service);
  if (hasHealthCheck(service) && (isWaitedFor || datastore === null))
    return { ...quickHealthCheck(service['healthcheck']), retries: PATIENCE };
  if (datastore === null) return null;
  return { test: datastore.check(service), interval: '1s', timeout: '5s', retries: PATIENCE };
}

/** Without one of the file's own, a run gets a limit of ours. */
export function hasMemoryLimit(service: Mapping): boolean {
  return service['mem_limit'] !== undefined || service['deploy'] !== undefined;
}

function portsOf(service: Mapping, more: readonly number[]): unknown[] {
  const declared = (service['ports'] as { target?: number; protocol?: string }[] | undefined) ?? [];
  const targets = declared.filter(({ protocol }) => protocol !== 'udp').map(({ target }) => Number(target));
  return [...new Set([...targets, ...more])]
    .filter((target) => target > 0)
    .map((target) => ({ target, host_ip: '127.0.0.1', protocol: 'tcp', mode: 'ingress' }));
}

/** The same check, asked every second, so that its verdict does not take half a minute. */
function quickHealthCheck(declared: unknown): Record<string, unknown> {
  const { start_interval: _, ...kept } = (declared ?? {}) as Record<string, unknown>;
  // within a start period the engine asks every five seconds unless told otherwise, which it wants to be told with it
  const starts = kept['start_period'] !== undefined && kept['start_period'] !== '0s';
  return { ...kept, interval: '1s', ...(starts && { start_interval: '1s' }) };
}
