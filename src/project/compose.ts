import { ShipshapeError } from '../errors.ts';
import { resolveCompose } from '../model/compose-project.ts';
import { readComposeFiles } from './compose-files.ts';
import { below, insideProject } from './paths.ts';
import { parseYaml } from '../syntax/yaml/index.ts';
import { readYaml, YamlValue } from './yaml-data.ts';

/** What a service builds; paths are relative to the project's folder. */
export interface ComposeBuild {
  context: string;
  dockerfile: string;
  target: string | null;
  /** null: the value is taken from the environment */
  args: Record<string, string | null>;
}

export interface ComposeService {
  name: string;
  /** the file that declares it */
  file: string;
  line: number;
  /** null when it builds nothing, or builds what does not lie in the project (a URL, a parent folder, an inline file) */
  build: ComposeBuild | null;
  publishesPorts: boolean;
  /** its `env_file` entries that lie in the project */
  envFiles: string[];
  /** it starts only when it is asked for */
  hasProfiles: boolean;
}

export interface ComposeFile {
  path: string;
  /** `path`, and the override that compose merges over it unasked */
  files: string[];
  /** what these include or extend */
  others: string[];
  services: ComposeService[];
}

/**
 * The project's compose file with its override and what they include or extend; null when it has none.
 * @throws ShipshapeError COMPOSE_UNREADABLE, FILE_UNREADABLE
 */
export async function readCompose(projectDir: string): Promise<ComposeFile | null> {
  const read = await readComposeFiles(projectDir);
  if (read === null) return null;
  const { path, files, others, texts } = read;
  for (const [file, text] of texts) requireServices(file, text);
  return { path, files, others, services: servicesOf(projectDir, texts, files) };
}

function requireServices(path: string, text: string): void {
  const root = readYaml(path, text, 'COMPOSE_UNREADABLE');
  const services = root.get('services');
  if (services.isEmpty && (root.isEmpty || root.entries)) return;
  if (!services.entries) throw unreadable(path, services, 'a mapping of services');
  for (const service of services.entries.values())
    if (!service.entries) throw unreadable(path, service, 'a mapping');
}

function servicesOf(
  projectDir: string,
  texts: ReadonlyMap<string, string>,
  files: readonly string[],
): ComposeService[] {
  return [...resolveCompose(texts, files)].map(([name, { file, value }]) => {
    const service = new YamlValue(parseYaml(texts.get(file) ?? ''), value, ['services', name]);
    return {
      name,
      file,
      line: service.line,
      build: buildOf(projectDir, file, service.get('build')),
      publishesPorts: (service.get('ports').items ?? []).length > 0,
      envFiles: envFilesOf(projectDir, service.get('env_file')),
      hasProfiles: (service.get('profiles').items ?? []).length > 0,
    };
  });
}

function buildOf(projectDir: string, path: string, build: YamlValue): ComposeBuild | null {
  if (build.isEmpty) return null;
  if (build.scalar === null && !build.entries) throw unreadable(path, build, 'a folder or a mapping');
  const contextText = build.scalar ?? build.get('context').scalar ?? '.';
  const dockerfileText = build.get('dockerfile').scalar ?? 'Dockerfile';
  if (!build.get('dockerfile_inline').isEmpty) return null;
  const context = localPath(projectDir, contextText);
  const written = expandDefaults(dockerfileText);
  if (context === null || written === null) return null;
  const dockerfile = insideProject(projectDir, written.startsWith('/') ? written : below(context, written));
  if (dockerfile === null) return null;
  return { context, dockerfile, target: build.get('target').scalar, args: argsOf(build.get('args')) };
}

function argsOf(args: YamlValue): Record<string, string | null> {
  const pairs = args.entries
    ? [...args.entries].map(([name, value]) => [name, value.scalar] as const)
    : (args.items ?? []).map(({ scalar }) => {
        const [, name = '', value = null] = /^([^=]*)(?:=([^]*))?$/.exec(scalar ?? '') ?? [];
        return [name, value] as const;
      });
  return Object.fromEntries(pairs);
}

function envFilesOf(projectDir: string, value: YamlValue): string[] {
  return (value.items ?? [value])
    .map((item) => item.scalar ?? item.get('path').scalar)
    .map((text) => (text === null ? null : localPath(projectDir, text)))
    .filter((path) => path !== null);
}

/** A path as the compose file writes it, relative to the project; null for URLs and what lies elsewhere. */
function localPath(projectDir: string, text: string): string | null {
  const path = expandDefaults(text);
  if (path === null || /^[\w.+-]+:\/\/|^git@|^github\.com\/|^[\w-]+:[^/]/.test(path)) return null;
  return insideProject(projectDir, path);
}

/** `${NAME:-default}` without looking at the environment; null when a variable has no default. */
function expandDefaults(text: string): string | null {
  const expanded = text.replaceAll(/\$\{\w+:?-([^{}]*)\}/g, '$1');
  return /\$(?!\$)/.test(expanded.replaceAll('$$', '')) ? null : expanded.replaceAll('$$', '$');
}

const unreadable = (path: string, value: YamlValue, expected: string): ShipshapeError =>
  new ShipshapeError('COMPOSE_UNREADABLE', {
    what: `${path}: ${value.name} must be ${expected}.`,
    where: { path, line: value.line },
  });
