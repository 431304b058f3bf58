import { composeService, setInService, type ServiceValue } from '../model/compose-service.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { envPairs, type Instruction, type Stage } from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';
import { parseYaml } from '../syntax/yaml/index.ts';

/** Ports below it are root's own, unless the container's kernel settings say otherwise. */
const FIRST_FREE = 1024;

/** The ports below 1024 that a program listens on, or EXPOSE names where it was not seen. */
export function privilegedPorts({ facts: { run } }: Setup, stage: Stage): number[] {
  const exposed = stage.instructions
    .filter((one) => is(one, 'EXPOSE'))
    .flatMap(({ words }) => words.map(({ value }) => Number.parseInt(value, 10)));
  const ports = run === null || run.ports.length === 0 ? exposed : run.ports;
  return [...new Set(ports)].filter((port) => port > 0 && port < FIRST_FREE);
}

export interface MovedPort {
  setup: Setup;
  from: number;
  to: number;
}

/**
 * Moves the one privileged port of a program to 8000 above it: in its start command or ENV, which must name it, in
 * EXPOSE, HEALTHCHECK and the compose service. The port that compose publishes stays.
 * @returns null where the port is not named, or something that reaches it could not follow
 */
export function movePort(setup: Setup): MovedPort | null {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  const [from, another] = stage === null ? [] : privilegedPorts(setup, stage);
  if (stage === null || from === undefined || another !== undefined) return null;
  const to = from + 8000;
  if (stage.instructions.some((one) => is(one, 'EXPOSE') && one.argument.includes(String(to)))) return null;
  const naming = stage.instructions.flatMap((one) => namedIn(tree.source, one, from, to));
  const following = stage.instructions.flatMap((one) => followingIn(tree.source, one, from, to));
  const moved = withDockerfile(setup, applyEdits(tree.source, [...naming, ...following]));
  const compose = inCompose(moved, from, to);
  if (compose === null || (naming.length === 0 && !compose.isNamed)) return null;
  const { facts } = compose.setup;
  const run = facts.run && {
    ...facts.run,
    ports: facts.run.ports.map((port) => (port === from ? to : port)),
  };
  return { setup: { ...compose.setup, facts: { ...facts, run } }, from, to };
}

/** `--port 80`, `-p=80`, `--bind 0.0.0.0:80`, in shell and exec form alike. */
const optionWith = (port: number) =>
  new RegExp(
    `(?:--?[\\w-]*(?:port|p)(?:[= ]|"\\s*,\\s*")+|--?(?:bind|listen|host|b|l)(?:[= ]|"\\s*,\\s*")+[^\\s",]*:)${port}(?![\\w.])`,
    'g',
  );

function namedIn(source: string, one: Instruction, from: number, to: number): Edit[] {
  if (is(one, 'ENV'))
    return envPairs(one).flatMap(({ name, value, valueRange }) =>
      /(^|_)PORT$/.test(name) && value === String(from) && valueRange !== null
        ? [{ range: valueRange, text: String(to) }]
        : [],
    );
  return is(one, 'CMD', 'ENTRYPOINT') ? atEnds(source, one, optionWith(from), from, to) : [];
}

function followingIn(source: string, one: Instruction, from: number, to: number): Edit[] {
  if (is(one, 'EXPOSE'))
    return one.words
      .filter(({ value }) => new RegExp(`^${from}(/tcp)?$`).test(value))
      .map(({ range, value }) => ({ range, text: value.replace(String(from), String(to)) }));
  if (!is(one, 'HEALTHCHECK')) return [];
  return atEnds(
    source,
    one,
    new RegExp(`(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0):${from}(?!\\d)`, 'g'),
    from,
    to,
  );
}

/** Puts the new port where matches of the pattern end in the old one. */
function atEnds(source: string, { range }: Instruction, pattern: RegExp, from: number, to: number): Edit[] {
  const text = source.slice(range.start, range.end);
  return [...text.matchAll(pattern)].map(({ 0: match, index }) => {
    const end = range.start + index + match.length;
    return { range: { start: end - String(from).length, end }, text: String(to) };
  });
}

/** Compose's ports, variables and health check follow; the published side of a port stays. */
function inCompose(setup: Setup, from: number, to: number): { setup: Setup; isNamed: boolean } | null {
  const { compose, service } = setup.paths;
  const read = composeService(setup);
  // without a compose file nothing says which port the world knows it by
  if (compose === null || service === null || read === null) return null;
  const text = setup.files.get(compose) ?? '';
  if (new RegExp(`//${service}(:${from})?(?!\\w|:|-)`).test(text)) return null;
  const ports = parseYaml(text).get(['services', service, 'ports']);
  const published = (Array.isArray(ports) ? (ports as unknown[]) : []).flatMap(
    (port, index): ServiceValue[] => {
      if (typeof port === 'object' && port !== null)
        return 'target' in port && Number(port.target) === from ? [[['ports', index, 'target'], to]] : [];
      const written = String(port);
      const target = new RegExp(`(^|:)${from}(/tcp)?$`);
      return target.test(written) ? [[['ports', index], written.replace(target, `$1${to}$2`)]] : [];
    },
  );
  if (published.length === 0) return null;
  const { entries, form } = read.environment;
  const named = entries.filter(({ name, value }) => /(^|_)PORT$/.test(name) && value === String(from));
  const variables = named.flatMap(({ name, key }): ServiceValue[] =>
    key === null ? [] : [[['environment', key], form === 'list' ? `${name}=${to}` : String(to)]],
  );
  // one that comes from another file stays as it is
  if (variables.length < named.length) return null;
  const check = read.healthcheck?.test?.join(' ') ?? '';
  const command = [read.command, read.entrypoint].flat().join(' ');
  // what is asked or started there by that port would have to follow as well
  if (new RegExp(`\\b${from}\\b`).test(`${check} ${command}`)) return null;
  const edited = setInService(setup, [...published, ...variables]);
  return edited.setup === null ? null : { setup: edited.setup, isNamed: variables.length > 0 };
}
