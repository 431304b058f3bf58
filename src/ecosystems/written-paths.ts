import type { ComposeService } from '../model/compose-service.ts';
import type { WrittenPath } from '../model/facts.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';

const SOURCE = /\.(py|[cm]?[jt]sx?|rb|php|go|java|html|css)$/;

/** `/tmp`, and what it was seen to write, where no volume or tmpfs is mounted yet; the outermost folders only. */
export function writesToCover(setup: Setup, service: ComposeService): WrittenPath[] {
  const mounted = mountedPaths(setup, service);
  const seen = (setup.facts.run?.writes ?? []).filter(({ path }) => !/(^|\/)__pycache__$/.test(path));
  const inTmp = seen.filter(({ path }) => liesIn(path, '/tmp'));
  const tmp: WrittenPath = {
    path: '/tmp',
    holdsImageContent: false,
    bytes: inTmp.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const all = [tmp, ...seen.filter((one) => !inTmp.includes(one))];
  return all.filter(
    ({ path }) =>
      !mounted.some((mount) => liesIn(path, mount)) &&
      !all.some((other) => other.path !== path && liesIn(path, other.path)),
  );
}

/** Where compose mounts something, or the image has a volume of its own. */
export const mountedPaths = (setup: Setup, service: ComposeService): string[] => [
  ...service.tmpfs.map((entry) => entry.replace(/:.*$/, '')),
  ...service.volumes.map(({ target }) => target),
  ...(setup.facts.image?.config.volumes ?? []),
  ...(shippedStage(dockerfileOf(setup))?.instructions ?? [])
    .filter(({ keyword }) => keyword === 'VOLUME')
    .flatMap(({ words }) => words.map(({ value }) => value)),
];

/** Folders whose content nobody misses after a restart: the system's, caches, and the home of the user. */
const TEMPORARY =
  /^\/(tmp|run|root|home|dev|proc|var\/(run|tmp|cache|lock|spool|lib\/nginx))(\/|$)|\/\.?(cache|caches|tmp|temp|sessions?|locks?|pids?|__pycache__)(\/|$)/i;

/** Whether what is written there may be the program's data (a database, uploads), which a restart must not lose. */
export const keepsData = (path: string): boolean => !TEMPORARY.test(path);

export const liesIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** A volume over it would hide the program of the next build: its folder, what PATH names, or source files in it. */
export function holdsProgram(setup: Setup, path: string): boolean {
  const { context, image } = setup.facts;
  const workdirs = (shippedStage(dockerfileOf(setup))?.instructions ?? [])
    .filter(({ keyword }) => keyword === 'WORKDIR')
    .map(({ argument }) => argument.replace(/(.)\/+$/, '$1'));
  const home = workdirs.at(-1) ?? image?.config.workingDir ?? '/';
  const programs = (image?.config.env['PATH'] ?? '/usr/local/bin:/usr/bin:/opt/venv/bin').split(':');
  const own = [...workdirs, home, ...programs].filter((folder) => folder.startsWith('/'));
  const inContext = path.startsWith(`${home}/`) ? `${path.slice(home.length + 1)}/` : null;
  return (
    path === '/' ||
    /^\/(bin|etc|lib|opt|sbin|usr|var)$/.test(path) ||
    own.some((folder) => liesIn(folder, path)) ||
    (inContext !== null && context.some((file) => file.path.startsWith(inContext) && SOURCE.test(file.path)))
  );
}
