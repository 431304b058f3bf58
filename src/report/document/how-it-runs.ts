import { COMPOSE_NAMES } from '../../project/index.ts';
import { shellWord } from '../../syntax/shell/index.ts';
import { composeService } from '../../model/compose-service.ts';
import { interpolationsIn } from '../../model/interpolation.ts';
import type { Setup } from '../../model/setup.ts';
import { parseYaml } from '../../syntax/yaml/index.ts';

/** `docker compose`, with the file where it would not be found. */
export function composeCommand({ compose }: Setup['paths']): string {
  return compose === null || COMPOSE_NAMES.includes(compose)
    ? 'docker compose'
    : `docker compose -f ${shellWord(compose)}`;
}

/** The image's name: as compose calls it, else the project's own in the letters that image names have. */
export function imageName(project: string, setup: Setup): string {
  const { compose, service } = setup.paths;
  const file = parseYaml(setup.files.get(compose ?? '') ?? '');
  if (compose !== null && service !== null) {
    const image = file.get(['services', service, 'image']);
    if (typeof image === 'string' && !image.includes('$')) return image;
    const name = file.get(['name']);
    // compose's own rule for the project's name
    const folder = project
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '');
    return `${typeof name === 'string' && !name.includes('$') ? name : folder || 'app'}-${service}`;
  }
  return (
    project
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'app'
  );
}

/** `docker build` for this setup, without the context at its end. */
export function buildOptions({ paths }: Setup): string {
  const inside = paths.context === '' ? 'Dockerfile' : `${paths.context}/Dockerfile`;
  const file = paths.dockerfile === inside ? '' : ` --file ${shellWord(paths.dockerfile)}`;
  const target = (paths.target ?? null) === null ? '' : ` --target ${paths.target}`;
  return `${file}${target}`;
}

export const contextOf = ({ paths }: Setup): string =>
  paths.context === '' ? '.' : shellWord(paths.context);

/** As compose files and Kubernetes count memory. */
export const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

export interface PublishedPort {
  /** of the container */
  port: number;
  /** of the host, as the compose file publishes it; null where it is chosen at the start, or not published */
  host: string | null;
  /** the address that it is bound to; null for all */
  address: string | null;
}

/** TCP ports that the program is reached on. Variables of the compose file have their defaults. */
export function portsOf(setup: Setup): PublishedPort[] {
  const published = (composeService(setup)?.ports ?? []).flatMap((text) => parsedPort(withDefaults(text)));
  if (published.length > 0) return published;
  const { run, image } = setup.facts;
  const ports = run !== null && run.ports.length > 0 ? run.ports : (image?.config.exposedPorts ?? []);
  return ports.map((port) => ({ port, host: null, address: null }));
}

function parsedPort(text: string): PublishedPort[] {
  const [, address = '', host = '', port = ''] =
    /^(?:(\[[^\]]+\]|\d+(?:\.\d+){3}):)?(?:(\d*):)?(\d+)(?:\/tcp)?$/.exec(text) ?? [];
  if (port === '') return [];
  return [{ port: Number(port), host: host === '' ? null : host, address: address === '' ? null : address }];
}

/** `${PORT:-5000}` as compose reads it where the variable is not set. */
function withDefaults(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, (reference) => {
    const [found] = interpolationsIn(reference);
    return found?.operator.endsWith('-') ? found.argument : reference;
  });
}

/** Where a person on this machine asks the program; null when nothing says on which port of the host. */
export function addressOf(setup: Setup): string | null {
  const { compose, service } = setup.paths;
  const first = portsOf(setup)[0];
  if (first === undefined || setup.facts.run?.kind === 'job') return null;
  const host = compose !== null && service !== null ? first.host : String(first.port);
  return host === null ? null : `http://localhost:${host}`;
}

/** Where named volumes, or what else is asked for, can be written to: what lies there outlives the container. */
export const volumesOf = (setup: Setup, kinds: readonly string[] = ['volume']): string[] =>
  (composeService(setup)?.volumes ?? []).flatMap(({ kind, source, target, readOnly }) =>
    source !== null && !readOnly && kinds.includes(kind) ? [target] : [],
  );
