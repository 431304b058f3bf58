import { ShipshapeError } from '../errors.ts';
import type { SetupPaths } from '../model/setup.ts';
import { readCompose, type ComposeBuild, type ComposeFile, type ComposeService } from './compose.ts';
import { stopIfAborted } from './interrupt.ts';
import { below, firstFile, folderOf, insideProject, isFile, isFolder, requireFolder } from './paths.ts';

const DOCKERFILE_NAMES = ['Dockerfile', 'Containerfile'];
const ENV_EXAMPLE_NAMES = ['.env.example', 'env.example', '.env.sample', '.env.dist'];

export interface FindOptions {
  /** the Dockerfile, as given with `--file`: absolute or relative to the project's folder */
  file?: string | undefined;
  /** the compose service, as given with `--service` */
  service?: string | undefined;
  signal?: AbortSignal | undefined;
}

type BuildingService = ComposeService & { build: ComposeBuild };

/**
 * The setups of a project: the one that was asked for, else that of `Dockerfile` or `Containerfile`, else one for each
 * Dockerfile that a compose service builds.
 * @throws ShipshapeError NO_FOLDER, NO_DOCKERFILE, SERVICE_UNKNOWN, COMPOSE_UNREADABLE, FILE_UNREADABLE, USAGE
 */
export async function findSetups(projectDir: string, options: FindOptions = {}): Promise<SetupPaths[]> {
  await requireFolder(projectDir);
  stopIfAborted(options.signal);
  const compose = await readCompose(projectDir);
  const builders = (compose?.services ?? []).filter((service): service is BuildingService => !!service.build);
  const asked = options.service === undefined ? null : serviceNamed(compose, options.service);
  const file = options.file === undefined ? null : await givenFile(projectDir, options.file);

  if (asked && file !== null && asked.build.dockerfile !== file)
    throw new ShipshapeError('USAGE', {
      what: `The service ${asked.name} builds ${asked.build.dockerfile}, not ${file}.`,
      hint: 'Give `--file` or `--service`, not both.',
    });

  const dockerfile = asked ? null : (file ?? (await firstFile(projectDir, DOCKERFILE_NAMES)));
  const chosen: { dockerfile: string; service: BuildingService | null }[] =
    dockerfile !== null
      ? [{ dockerfile, service: builderOf(builders, dockerfile) }]
      : (asked ? [asked] : oneForEachBuild(builders)).map((service) => ({
          dockerfile: service.build.dockerfile,
          service,
        }));
  if (chosen.length === 0)
    throw new ShipshapeError('NO_DOCKERFILE', { what: `There is no Dockerfile in ${projectDir}.` });

  const envExample = (await firstFile(projectDir, ENV_EXAMPLE_NAMES)) ?? 'env.example';
  const setups: SetupPaths[] = [];
  for (const { dockerfile, service } of chosen) {
    if (service) await requireBuildable(projectDir, service);
    const context = service?.build.context ?? folderOf(dockerfile);
    setups.push({
      dockerfile,
      context,
      ignore: await ignoreFile(projectDir, dockerfile, context),
      compose: service?.file ?? compose?.path ?? null,
      service: service?.name ?? null,
      envExample,
      ...(service?.build.target ? { target: service.build.target } : {}),
      ...(compose ? composeExtras(compose, builders, service) : {}),
    });
  }
  return setups;
}

/** What there is beside one compose file and one service; absent where there is nothing. */
function composeExtras(
  { files, others }: ComposeFile,
  builders: readonly BuildingService[],
  service: BuildingService | null,
): Pick<SetupPaths, 'composeFiles' | 'composeOthers' | 'siblings'> {
  const siblings = builders.filter(
    (one) => one.name !== service?.name && !one.hasProfiles && isSameStage(one.build, service?.build),
  );
  return {
    ...(files.length > 1 || others.length > 0 ? { composeFiles: files, composeOthers: others } : {}),
    ...(siblings.length > 0 ? { siblings: siblings.map(({ name }) => name) } : {}),
  };
}

const isSameStage = (one: ComposeBuild, other: ComposeBuild | undefined): boolean =>
  one.dockerfile === other?.dockerfile && one.context === other.context && one.target === other.target;

/** BuildKit prefers `<Dockerfile>.dockerignore` beside the Dockerfile to the context's `.dockerignore`. */
async function ignoreFile(projectDir: string, dockerfile: string, context: string): Promise<string> {
  const own = `${dockerfile}.dockerignore`;
  return (await isFile(projectDir, own)) ? own : below(context, '.dockerignore');
}

async function givenFile(projectDir: string, file: string): Promise<string> {
  const path = insideProject(projectDir, file);
  if (path === null || path === '')
    throw new ShipshapeError('USAGE', {
      what: `--file ${file} does not lie in the project's folder ${projectDir}.`,
      hint: 'Name a Dockerfile in the project: `shipshape improve DIR --file docker/Dockerfile`.',
    });
  if (await isFile(projectDir, path)) return path;
  throw new ShipshapeError('NO_DOCKERFILE', {
    what: (await isFolder(projectDir, path))
      ? `${path} is a folder, not a Dockerfile.`
      : `There is no file ${path} in ${projectDir}.`,
  });
}

function serviceNamed(compose: ComposeFile | null, name: string): BuildingService {
  if (!compose)
    throw new ShipshapeError('SERVICE_UNKNOWN', {
      what: `There is no compose file, so no service ${name}.`,
      hint: 'Leave `--service` out.',
    });
  const service = compose.services.find((candidate) => candidate.name === name);
  const where = { path: service?.file ?? compose.path, line: service?.line ?? null };
  if (!service) {
    const names = compose.services.map((candidate) => candidate.name).join(', ') || 'none';
    throw new ShipshapeError('SERVICE_UNKNOWN', {
      what: `${compose.path} has no service ${name} (it has: ${names}).`,
      where,
    });
  }
  const { build } = service;
  if (!build)
    throw new ShipshapeError('SERVICE_UNKNOWN', {
      what: `The service ${name} builds no Dockerfile of this project.`,
      where,
      hint: 'Name a service with `build:` whose folder lies in the project.',
    });
  return { ...service, build };
}

/** Of several services that build the same Dockerfile, the one that can be reached from outside tells most. */
function builderOf(builders: readonly BuildingService[], dockerfile: string): BuildingService | null {
  const candidates = builders.filter((service) => service.build.dockerfile === dockerfile);
  return candidates.find((service) => service.publishesPorts) ?? candidates[0] ?? null;
}

function oneForEachBuild(builders: readonly BuildingService[]): BuildingService[] {
  const dockerfiles = new Set(builders.map((service) => service.build.dockerfile));
  return [...dockerfiles]
    .map((dockerfile) => builderOf(builders, dockerfile))
    .filter((found) => found !== null);
}

async function requireBuildable(projectDir: string, service: BuildingService): Promise<void> {
  const { dockerfile, context } = service.build;
  const hasContext = await isFolder(projectDir, context);
  if (hasContext && (await isFile(projectDir, dockerfile))) return;
  throw new ShipshapeError('NO_DOCKERFILE', {
    what: `The service ${service.name} builds ${hasContext ? dockerfile : `${context}/`}, which does not exist.`,
    where: { path: service.file, line: service.line },
  });
}
