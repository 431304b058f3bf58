import { COMPOSE_NAMES } from '../../project/index.ts';
import { composeService } from '../../model/compose-service.ts';
import { interpolationsIn } from '../../model/interpolation.ts';
import type { Setup } from '../../model/setup.ts';

/** `docker compose`, with the file where it would not be found. */
export function composeCommand({ compose }: Setup['paths']): string {
  return compose === null || COMPOSE_NAMES.includes(compose)
    ? 'docker compose'
    : `docker compose -f ${quoted(compose)}`;
}

/** A name for the image that is built by hand: the project's own, in the letters that image names have. */
export function imageName(project: string, { service }: Setup['paths']): string {
  const name = [project, service]
    .flatMap(
      (part) =>
        part
          ?.toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '-')
          .replaceAll(/^-+|-+$/g, '') || [],
    )
    .join('-');
  return name === '' ? 'app' : name;
}

/** `docker build` for this setup, without the context at its end. */
export function buildOptions({ paths }: Setup): string {
  const inside = paths.context === '' ? 'Dockerfile' : `${paths.context}/Dockerfile`;
  const file = paths.dockerfile === inside ? '' : ` --file ${quoted(paths.dockerfile)}`;
  const target = (paths.target ?? null) === null ? '' : ` --target ${paths.target}`;
  return `${file}${target}`;
}

export const contextOf = ({ paths }: Setup): string => (paths.context === '' ? '.' : quoted(paths.context));

/** A word as the shell reads it. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

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
    /^(?:(\[[^\]]+\]|[\d.]+):)?(?:(\d*):)?(\d+)(?:\/tcp)?$/.exec(text) ?? [];
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
  if (first === undefined) return null;
  const host = compose !== null && service !== null ? first.host : String(first.port);
  return host === null ? null : `http://localhost:${host}`;
}
