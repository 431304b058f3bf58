import { parseYaml } from '../syntax/yaml/index.ts';
import { mergeServices } from './compose-merge.ts';
import { isMapping, listOf, textOf, textOrTexts, volumeOf, type Mapping } from './compose-values.ts';

/** A service with all that its file, the override, `extends` and `include` bring together. */
export interface ResolvedService {
  /** the file that declares it, and that an edit goes into */
  file: string;
  /** what stands there itself, anchors and `<<` resolved */
  own: Mapping;
  /** what compose makes of it, `${…}` left as written; paths relative to the project's folder */
  value: Mapping;
}

/** A file that another one names, in `include` or `extends`. */
export interface ComposeReference {
  from: string;
  /** relative to the project's folder; null when it is not known here: a URL, or a variable without default */
  path: string | null;
  /** as written */
  text: string;
  key: 'include' | 'extends';
}

/**
 * The services of compose files, as compose sees them.
 * @param roots the files that are merged, in order; what they include or extend is looked up in `files`
 */
export function resolveCompose(
  files: ReadonlyMap<string, string>,
  roots: readonly string[],
): Map<string, ResolvedService> {
  const services = new Map<string, ResolvedService>();
  for (const root of roots) {
    for (const [name, service] of servicesIn(files, root, [])) {
      const before = services.get(name);
      services.set(
        name,
        before === undefined ? service : { ...before, value: mergeServices(before.value, service.value) },
      );
    }
  }
  return services;
}

function servicesIn(
  files: ReadonlyMap<string, string>,
  file: string,
  trail: readonly string[],
): Map<string, ResolvedService> {
  const services = new Map<string, ResolvedService>();
  if (trail.includes(file)) return services;
  const root = rootOf(files, file);
  for (const { path } of includesOf(file, root)) {
    if (path === null) continue;
    for (const [name, service] of servicesIn(files, path, [...trail, file])) services.set(name, service);
  }
  for (const [name, own] of Object.entries(mappingOf(root['services'])))
    if (isMapping(own)) services.set(name, { file, own, value: extended(files, file, name, []) });
  return services;
}

/** A service of one file with what it extends, its paths made relative to the project's folder. */
function extended(
  files: ReadonlyMap<string, string>,
  file: string,
  name: string,
  trail: readonly string[],
): Mapping {
  const services = mappingOf(rootOf(files, file)['services']);
  const own = mappingOf(services[name]);
  const here = `${file}#${name}`;
  const { extends: written, ...rest } = own;
  const rebased = withPathsOf(rest, folderOf(file));
  const from = isMapping(written) ? textOf(written['service']) : textOf(written);
  if (from === null || trail.includes(here) || trail.length > LONGEST_TRAIL) return rebased;
  const path =
    isMapping(written) && textOf(written['file']) !== null
      ? pathFrom(file, textOf(written['file']) ?? '')
      : file;
  if (path === null) return rebased;
  const known = extendedBefore.get(files) ?? new Map<string, Mapping>();
  extendedBefore.set(files, known);
  const before = known.get(`${path}#${from}`) ?? extended(files, path, from, [...trail, here]);
  known.set(`${path}#${from}`, before);
  return mergeServices(before, rebased);
}

/** Services that extend each other further than this are nobody's. */
const LONGEST_TRAIL = 100;
/** Many services extend the same one. */
const extendedBefore = new WeakMap<ReadonlyMap<string, string>, Map<string, Mapping>>();

/** All files that one names; those in its own services' `extends` too. */
export function referencesOf(file: string, text: string): ComposeReference[] {
  const root = mappingOf(parseYaml(text).get([]));
  const inServices = Object.values(mappingOf(root['services'])).flatMap((service) => {
    const written = isMapping(service) ? service['extends'] : null;
    const path = isMapping(written) ? textOf(written['file']) : null;
    return path === null
      ? []
      : [{ from: file, path: pathFrom(file, path), text: path, key: 'extends' as const }];
  });
  return [...includesOf(file, root), ...inServices];
}

function includesOf(file: string, root: Mapping): ComposeReference[] {
  return listOf(root['include'])
    .flatMap((entry) => (isMapping(entry) ? textOrTexts(entry['path']) : (textOf(entry) ?? [])))
    .map((text) => ({ from: file, path: pathFrom(file, text), text, key: 'include' }));
}

/** A file is asked for once a service. */
const roots = new WeakMap<ReadonlyMap<string, string>, Map<string, { text: string; root: Mapping }>>();

function rootOf(files: ReadonlyMap<string, string>, file: string): Mapping {
  const text = files.get(file);
  if (text === undefined) return {};
  const known = roots.get(files) ?? new Map<string, { text: string; root: Mapping }>();
  roots.set(files, known);
  const before = known.get(file);
  if (before?.text === text) return before.root;
  const root = mappingOf(parseYaml(text).get([]));
  known.set(file, { text, root });
  return root;
}

const mappingOf = (value: unknown): Mapping => (isMapping(value) ? value : {});

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** A path that a file names, relative to the project's folder; `..` that lead out of it stay in front. */
function pathFrom(file: string, text: string): string | null {
  const expanded = text.replaceAll(/\$\{\w+:?-([^{}]*)\}/g, '$1');
  if (/^[\w.+-]+:\/\/|^git@|^oci:|^\/|^~|\$/.test(expanded)) return null;
  return joined(folderOf(file), expanded);
}

function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** What a file in a subfolder says of paths is meant from there. */
function withPathsOf(service: Mapping, folder: string): Mapping {
  if (folder === '') return service;
  const moved = (text: string): string =>
    /^\.{0,2}$|^\.{1,2}\//.test(text) ? `./${joined(folder, text)}` : text;
  const plain = (text: string): string =>
    /^[/~$]|:\/\/|^git@/.test(text) ? text : `./${joined(folder, text)}`;
  const { build, volumes, env_file: envFile } = service;
  const result: Record<string, unknown> = { ...service };
  if (typeof build === 'string') result['build'] = plain(build);
  else if (isMapping(build)) result['build'] = { ...build, context: plain(textOf(build['context']) ?? '.') };
  if (Array.isArray(volumes))
    result['volumes'] = (volumes as unknown[]).map((volume) => {
      if (isMapping(volume)) {
        const [bind] = volumeOf(volume);
        return bind?.kind === 'bind' && bind.source !== null
          ? { ...volume, source: moved(bind.source) }
          : volume;
      }
      const [, source = '', rest = ''] = /^([^:]*)(:[^]*)$/.exec(textOf(volume) ?? '') ?? [];
      return source === '' ? volume : `${moved(source)}${rest}`;
    });
  if (typeof envFile === 'string') result['env_file'] = plain(envFile);
  else if (Array.isArray(envFile))
    result['env_file'] = (envFile as unknown[]).map((one) =>
      isMapping(one) ? { ...one, path: plain(textOf(one['path']) ?? '') } : plain(textOf(one) ?? ''),
    );
  return result;
}
