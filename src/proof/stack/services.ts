import { datastoreOf } from '../../ecosystems/datastores.ts';
import type { ComposeModel } from '../../engine/index.ts';
import { dependenciesOf, isMapping, pairsOf, textOrTexts, type Mapping } from '../../model/compose-values.ts';
import type { VariableUse } from '../../model/facts.ts';

export interface StackServices {
  /** all that take part in a run, by name */
  names: string[];
  /** who waits for whom: `depends_on`, and what values of variables and the like name; never in a circle */
  waits: ReadonlyMap<string, readonly string[]>;
}

/**
 * The services that some of a model need: by `depends_on`, by `links` and shared namespaces, and by what their
 * environment, command and source name as a host, `redis://cache:6379` or `DB_HOST=db`.
 * @param isReady whether a database that nothing names may come along, for programs with its name in their source
 */
export function stackServices(
  model: ComposeModel,
  starts: readonly string[],
  variables: readonly VariableUse[],
  isReady: (name: string) => boolean,
): StackServices {
  const names: string[] = [];
  const waits = new Map(
    Object.entries(model.services).map(([name, service]) => [
      name,
      [...dependenciesOf(service).keys()].filter((one) => one in model.services),
    ]),
  );
  const todo = [...starts];
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    const service = model.services[name];
    if (service === undefined || names.includes(name)) continue;
    names.push(name);
    const declared = [...dependenciesOf(service).keys()];
    const texts = [...textsOf(service), ...(starts.includes(name) ? defaultsOf(variables) : [])];
    const others = Object.keys(model.services).filter((one) => one !== name && !declared.includes(one));
    const named = others.filter((one) => namesOf(model, one).some((host) => mentions(texts, host)));
    const shared = others.filter((one) => sharesWith(service, one));
    todo.push(...declared, ...named, ...shared);
    for (const one of [...shared, ...named]) if (!reaches(waits, one, name)) waits.get(name)?.push(one);
  }
  const quiet = Object.keys(model.services).filter(
    (name) => !names.includes(name) && isQuietlyUsed(model, name, isReady),
  );
  for (const name of quiet) {
    names.push(name);
    for (const start of starts) waits.get(start)?.push(name);
  }
  return { names, waits };
}

/** A database beside it that nothing asks for by name: its name may well stand in the source. */
function isQuietlyUsed(model: ComposeModel, name: string, isReady: (name: string) => boolean): boolean {
  const service = model.services[name] ?? {};
  return service['profiles'] === undefined && datastoreOf(service) !== null && isReady(name);
}

/** Under which names others reach it. */
export function namesOf(model: ComposeModel, name: string): string[] {
  const service = model.services[name] ?? {};
  const { container_name: container, hostname, networks } = service;
  const aliases = isMapping(networks)
    ? Object.values(networks).flatMap((one) => (isMapping(one) ? textOrTexts(one['aliases']) : []))
    : [];
  const links = Object.values(model.services).flatMap((one) =>
    textOrTexts(one['links']).flatMap((link) => {
      const [target, alias] = link.split(':');
      return target === name && alias !== undefined ? [alias] : [];
    }),
  );
  const all = [name, container, hostname, ...aliases, ...links];
  return [...new Set(all.filter((one): one is string => typeof one === 'string' && one !== ''))];
}

/** `links`, `volumes_from` and namespaces of other services. */
function sharesWith(service: Mapping, other: string): boolean {
  const { links, network_mode: network, pid, ipc, volumes_from: volumes } = service;
  return (
    [network, pid, ipc].includes(`service:${other}`) ||
    [...textOrTexts(links), ...textOrTexts(volumes)].some((one) => one.split(':')[0] === other)
  );
}

type Text = readonly [name: string, value: string];

const textsOf = (service: Mapping): Text[] => [
  ...pairsOf(service['environment']).map(({ name, value }) => [name, value ?? ''] as const),
  ...textOrTexts(service['command']).map((word) => ['', word] as const),
  ...textOrTexts(service['entrypoint']).map((word) => ['', word] as const),
];

/** What the source falls back to when nobody says otherwise. */
const defaultsOf = (variables: readonly VariableUse[]): Text[] =>
  variables.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value] as const]));

/** Variables whose whole value is a host. */
const HOST = /(HOST(NAME)?|SERVERS?|ADDR(ESS)?|ENDPOINT|NODES?|BROKERS?|SERVICE|URL|URI)$/i;

function mentions(texts: readonly Text[], host: string): boolean {
  const plain = host.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  // after `//`, `@`, a list's comma or a blank; before a port, a path or the end
  const inAddress = new RegExp(
    String.raw`(?:^|[/@,;=\s(])${plain}:\d|(?:://(?:[^/@\s]*@)?|,)${plain}(?=$|[:/?,;\s])`,
  );
  return texts.some(([name, value]) => inAddress.test(value) || (HOST.test(name) && value === host));
}

function reaches(waits: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const todo = [from];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    todo.push(...(waits.get(name) ?? []));
  }
  return false;
}
