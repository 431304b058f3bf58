import { parseYaml, setIn, type YamlPath } from '../syntax/yaml/index.ts';
import { resolveCompose, type ResolvedService } from './compose-project.ts';
import {
  isMapping,
  isTrue,
  listOf,
  pairsOf,
  portText,
  textOf,
  textOrTexts,
  textsOf,
  volumeOf,
  type Mapping,
  type ServiceVolume,
} from './compose-values.ts';
import { withFile, type Setup } from './setup.ts';

export interface EnvironmentEntry {
  name: string;
  /** as written, `${…}` not expanded; null: passed through from the shell or `.env` */
  value: string | null;
  /** where it stands in the service's own `environment`: an index of the list, or the key of the map; null: elsewhere */
  key: string | number | null;
}

export interface ServiceLimits {
  memory: string | null;
  cpus: string | null;
  pids: string | null;
}

/** The compose service that builds a setup, as its files say: anchors, `extends`, `include` and overrides are resolved. */
export interface ComposeService {
  environment: { form: 'list' | 'map'; entries: EnvironmentEntry[] };
  hasEnvFile: boolean;
  /** in the short form, `published:container` */
  ports: string[];
  volumes: ServiceVolume[];
  /** `test` as a list (`CMD`, `CMD-SHELL` or `NONE` first), null where the image's own is kept */
  healthcheck: { test: string[] | null; disabled: boolean; times: Record<string, string> } | null;
  user: string | null;
  init: boolean;
  readOnly: boolean | null;
  privileged: boolean;
  tmpfs: string[];
  capAdd: string[];
  capDrop: string[];
  securityOpt: string[];
  restart: string | null;
  hasRestartPolicy: boolean;
  /** `deploy.resources.limits`; null when it is not there */
  deployLimits: ServiceLimits | null;
  /** `mem_limit`, `cpus`, `pids_limit`; null when none is there */
  oldLimits: ServiceLimits | null;
  /** null when nothing is said of it */
  logging: Mapping | null;
  command: string | string[] | null;
  entrypoint: string | string[] | null;
}

/** One state of the files is asked many times over. */
const resolved = new WeakMap<Setup['files'], Map<string, Map<string, ResolvedService>>>();

/** All services of the setup's compose files, by name. */
export function composeServices({ paths, files }: Setup): ReadonlyMap<string, ResolvedService> {
  if (paths.compose === null) return new Map();
  const roots = paths.composeFiles ?? [paths.compose];
  const known = resolved.get(files) ?? new Map<string, Map<string, ResolvedService>>();
  resolved.set(files, known);
  const services = known.get(roots.join('\n')) ?? resolveCompose(files, roots);
  known.set(roots.join('\n'), services);
  return services;
}

/** @returns null when there is no compose file, or none of its services builds this setup */
export function composeService(setup: Setup): ComposeService | null {
  const resolved = composeServices(setup).get(setup.paths.service ?? '');
  if (resolved === undefined || setup.paths.service === null) return null;
  const service = resolved.value;
  const { restart, deploy } = service;
  return {
    environment: environmentOf(resolved),
    hasEnvFile: (service['env_file'] ?? null) !== null,
    ports: listOf(service['ports']).flatMap(portText),
    volumes: listOf(service['volumes']).flatMap(volumeOf),
    healthcheck: healthcheckOf(service['healthcheck']),
    user: textOf(service['user']),
    init: isTrue(service['init']),
    readOnly: (service['read_only'] ?? null) === null ? null : isTrue(service['read_only']),
    privileged: isTrue(service['privileged']),
    tmpfs: textOrTexts(service['tmpfs']),
    capAdd: textsOf(service['cap_add']),
    capDrop: textsOf(service['cap_drop']),
    securityOpt: textsOf(service['security_opt']),
    restart: textOf(restart),
    hasRestartPolicy: isMapping(deploy) && isMapping(deploy['restart_policy']),
    deployLimits: deployLimitsOf(deploy),
    oldLimits: limitsOf(service, { memory: 'mem_limit', cpus: 'cpus', pids: 'pids_limit' }),
    logging: isMapping(service['logging']) ? service['logging'] : null,
    command: commandOf(service['command']),
    entrypoint: commandOf(service['entrypoint']),
  };
}

/** What stands in the service itself comes first; what comes from elsewhere has no place that could be edited. */
function environmentOf({ own, value }: ResolvedService): ComposeService['environment'] {
  const written = own['environment'] ?? null;
  const entries: EnvironmentEntry[] = pairsOf(written);
  const names = new Set(entries.map(({ name }) => name));
  const inherited = pairsOf(value['environment']).filter(({ name }) => !names.has(name));
  const all = [...entries, ...inherited.map((entry) => ({ ...entry, key: null }))];
  return { form: isMapping(written ?? value['environment']) ? 'map' : 'list', entries: all };
}

/** The compose service's health check as one text; null when it has none or switches it off. */
export function healthCheckTest(setup: Setup): string | null {
  const check = composeService(setup)?.healthcheck;
  if (!check || check.disabled || check.test === null) return null;
  return check.test.slice(1).join(' ');
}

/** What the compose service runs in the container, as shell texts; lists are joined by blanks. */
export function composeServiceTexts(setup: Setup): string[] {
  const service = composeService(setup);
  const texts = [service?.entrypoint ?? null, service?.command ?? null, healthCheckTest(setup)];
  return texts
    .filter((text) => text !== null)
    .map((text) => (typeof text === 'string' ? text : text.join(' ')).replaceAll('$$', '$'));
}

/** True when compose puts an init before the program. */
export const composeHasInit = (setup: Setup): boolean => composeService(setup)?.init ?? false;

export type ServiceEdit = { setup: Setup; reason: null } | { setup: null; reason: string };

/** One key of the service (a way of keys into it) and its new value as plain data. */
export type ServiceValue = readonly [path: YamlPath, value: unknown];

/**
 * One list of the service with more items at its end. Compose adds what files and `extends` bring, so only what stands
 * in the service itself is written again.
 */
export function withItems(setup: Setup, key: string, items: readonly unknown[]): ServiceValue {
  const own = composeServices(setup).get(setup.paths.service ?? '')?.own[key];
  return [[key], [...(typeof own === 'string' ? [own] : listOf(own)), ...items]];
}

/**
 * The same setup with values set in a compose service; the rest of the files keeps its bytes.
 * @param name the service that builds the setup, or another one
 * @returns the reason where one of them cannot be set without touching something else, and then nothing is changed
 */
export function setInService(
  setup: Setup,
  values: readonly ServiceValue[],
  name: string | null = setup.paths.service,
): ServiceEdit {
  const service = name === null ? undefined : composeServices(setup).get(name);
  if (name === null || service === undefined) return { setup: null, reason: 'no compose service builds it' };
  let current = setup;
  for (const [keys, value] of values) {
    const file = fileOf(current, name, service, keys);
    const edit = setIn(current.files.get(file) ?? '', ['services', name, ...keys], value);
    if (edit.reason !== null) return { setup: null, reason: `${file}: ${edit.reason}` };
    if (edit.alsoChanged.some((path) => !isForAll(setup, path, keys)))
      return { setup: null, reason: `${file}: an anchor shares ${keys.join('.')} with other places` };
    current = withFile(current, file, edit.text);
  }
  return { setup: current, reason: null };
}

/** An override's own value would win over one that is set below it. */
function fileOf({ files, paths }: Setup, name: string, { file }: ResolvedService, keys: YamlPath): string {
  const over = (paths.composeFiles ?? []).slice(1).toReversed();
  const isThere = (path: string): boolean => {
    const value = parseYaml(files.get(path) ?? '').get(['services', name, ...keys]);
    return value !== undefined && value !== null && (!Array.isArray(value) || WHOLE.has(String(keys.at(-1))));
  };
  return over.find(isThere) ?? file;
}

/** Lists that compose replaces instead of adding to them. */
const WHOLE = new Set(['test', 'command', 'entrypoint']);

/** Rights and limits that a service shares, through an anchor, with others that run the same image are meant for all. */
const FOR_ALL =
  /^(cap_drop|cap_add|security_opt|read_only|tmpfs|volumes|deploy|pids_limit|mem_limit|logging|environment|restart)$/;

function isForAll({ paths }: Setup, [top, name]: YamlPath, [key]: YamlPath): boolean {
  const same = [paths.service, ...(paths.siblings ?? [])];
  // a top-level `x-…` that the service is an alias of has no effect of its own
  if (String(top).startsWith('x-')) return true;
  return top === 'services' && same.includes(String(name)) && FOR_ALL.test(String(key));
}

function healthcheckOf(check: unknown): ComposeService['healthcheck'] {
  if (!isMapping(check)) return null;
  const { test, disable, ...rest } = check;
  const list = Array.isArray(test) ? textsOf(test) : typeof test === 'string' ? ['CMD-SHELL', test] : null;
  const times = Object.entries(rest).flatMap(([name, value]) => {
    const text = textOf(value);
    return text === null ? [] : [[name, text] as const];
  });
  return {
    test: list,
    disabled: isTrue(disable) || list?.[0] === 'NONE',
    times: Object.fromEntries(times),
  };
}

function deployLimitsOf(deploy: unknown): ServiceLimits | null {
  const resources = isMapping(deploy) ? deploy['resources'] : null;
  const limits = isMapping(resources) ? resources['limits'] : null;
  return isMapping(limits) ? limitsOf(limits, { memory: 'memory', cpus: 'cpus', pids: 'pids' }) : null;
}

function limitsOf(mapping: Mapping, names: Record<keyof ServiceLimits, string>): ServiceLimits | null {
  const limits = {
    memory: textOf(mapping[names.memory]),
    cpus: textOf(mapping[names.cpus]),
    pids: textOf(mapping[names.pids]),
  };
  return Object.values(limits).every((limit) => limit === null) ? null : limits;
}

function commandOf(value: unknown): string | string[] | null {
  return Array.isArray(value) ? textsOf(value) : textOf(value);
}
