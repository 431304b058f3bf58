import { parseYaml, setIn, type YamlPath } from '../syntax/yaml/index.ts';
import { withFile, type Setup } from './setup.ts';

export interface EnvironmentEntry {
  name: string;
  /** as written, `${…}` not expanded; null: passed through from the shell or `.env` */
  value: string | null;
  /** where it stands in `environment`: an index of the list, or the key of the map */
  key: string | number;
}

export interface ServiceVolume {
  /** a folder, or the name of a volume; null for an anonymous one */
  source: string | null;
  /** the path in the container, without a slash at its end */
  target: string;
}

export interface ServiceLimits {
  memory: string | null;
  cpus: string | null;
  pids: string | null;
}

/** The compose service that builds a setup, as its text says; anchors and merges are resolved. */
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
  command: string | string[] | null;
  entrypoint: string | string[] | null;
}

/** @returns null when there is no compose file, or none of its services builds this setup */
export function composeService(setup: Setup): ComposeService | null {
  const path = servicePath(setup);
  const text = setup.paths.compose === null ? undefined : setup.files.get(setup.paths.compose);
  if (path === null || text === undefined) return null;
  const service = parseYaml(text).get(path);
  if (!isMapping(service)) return null;
  const { environment, tmpfs, restart, deploy } = service;
  return {
    environment: { form: isMapping(environment) ? 'map' : 'list', entries: entriesOf(environment) },
    hasEnvFile: (service['env_file'] ?? null) !== null,
    ports: listOf(service['ports']).flatMap(portText),
    volumes: listOf(service['volumes']).flatMap(volumeOf),
    healthcheck: healthcheckOf(service['healthcheck']),
    user: textOf(service['user']),
    init: isTrue(service['init']),
    readOnly: (service['read_only'] ?? null) === null ? null : isTrue(service['read_only']),
    privileged: isTrue(service['privileged']),
    tmpfs: typeof tmpfs === 'string' ? [tmpfs] : textsOf(tmpfs),
    capAdd: textsOf(service['cap_add']),
    capDrop: textsOf(service['cap_drop']),
    securityOpt: textsOf(service['security_opt']),
    restart: textOf(restart),
    hasRestartPolicy: isMapping(deploy) && isMapping(deploy['restart_policy']),
    deployLimits: deployLimitsOf(deploy),
    oldLimits: limitsOf(service, { memory: 'mem_limit', cpus: 'cpus', pids: 'pids_limit' }),
    command: commandOf(service['command']),
    entrypoint: commandOf(service['entrypoint']),
  };
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
 * The same setup with values set in its compose service; the rest of the file keeps its bytes.
 * @returns the reason where one of them cannot be set without touching something else, and then nothing is changed
 */
export function setInService(setup: Setup, values: readonly ServiceValue[]): ServiceEdit {
  const file = setup.paths.compose;
  const path = servicePath(setup);
  let text = file === null ? undefined : setup.files.get(file);
  if (file === null || path === null || text === undefined)
    return { setup: null, reason: 'no compose service builds it' };
  for (const [keys, value] of values) {
    const edit = setIn(text, [...path, ...keys], value);
    if (edit.reason !== null) return { setup: null, reason: `${file}: ${edit.reason}` };
    if (edit.alsoChanged.length > 0)
      return { setup: null, reason: `${file}: an anchor shares ${keys.join('.')} with other places` };
    text = edit.text;
  }
  return { setup: withFile(setup, file, text), reason: null };
}

function servicePath({ paths }: Setup): string[] | null {
  return paths.compose === null || paths.service === null ? null : ['services', paths.service];
}

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTrue = (value: unknown): boolean => value === true || value === 'true';

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Text, number or truth value as text; null for everything else. */
const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

const textsOf = (value: unknown): string[] =>
  listOf(value)
    .map(textOf)
    .filter((text) => text !== null);

function commandOf(value: unknown): string | string[] | null {
  return Array.isArray(value) ? textsOf(value) : textOf(value);
}

function entriesOf(environment: unknown): EnvironmentEntry[] {
  if (isMapping(environment))
    return Object.entries(environment).map(([name, value]) => ({ name, value: textOf(value), key: name }));
  return listOf(environment).flatMap((item, key) => {
    const [, name = '', value = null] = /^([^=]*)(?:=([^]*))?$/.exec(textOf(item) ?? '') ?? [];
    return name === '' ? [] : [{ name, value, key }];
  });
}

function portText(port: unknown): string[] {
  if (!isMapping(port)) return textOf(port) === null ? [] : [String(port)];
  const target = textOf(port['target']);
  const published = textOf(port['published']);
  return target === null ? [] : [published === null ? target : `${published}:${target}`];
}

function volumeOf(volume: unknown): ServiceVolume[] {
  const plain = (path: string) => path.replace(/(.)\/+$/, '$1');
  if (isMapping(volume)) {
    const target = textOf(volume['target']);
    return target === null ? [] : [{ source: textOf(volume['source']), target: plain(target) }];
  }
  const parts = (textOf(volume) ?? '')
    .replaceAll(/\$\{[^}]*\}/g, (one) => one.replaceAll(':', ' '))
    .split(':');
  const [source = '', target] = parts;
  if (source === '') return [];
  return [target === undefined ? { source: null, target: plain(source) } : { source, target: plain(target) }];
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
