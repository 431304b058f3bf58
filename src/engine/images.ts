import { type Engine, docker, engineIsGone, lastWords } from './engine.ts';
import { ShipshapeError } from '../errors.ts';
import { startGroup } from './group.ts';
import { type Json, parseJson } from './json.ts';
import { RUN_LABEL } from './labels.ts';

/** The part of an image's configuration that its containers start from; unset fields are empty. */
export interface ImageConfig {
  env: string[];
  entrypoint: string[];
  cmd: string[];
  user: string;
  workingDir: string;
  /** `8000/tcp`. */
  exposedPorts: string[];
  volumes: string[];
  labels: Record<string, string>;
  stopSignal: string | null;
  /** As in the Dockerfile, first word `CMD`, `CMD-SHELL` or `NONE`; null when there is none. Times in ms, 0 = default. */
  healthcheck: HealthcheckConfig | null;
}

export interface HealthcheckConfig {
  test: string[];
  interval: number;
  timeout: number;
  startPeriod: number;
  retries: number;
}

export interface ImageDetails {
  id: string;
  repoTags: string[];
  repoDigests: string[];
  os: string;
  architecture: string;
  config: ImageConfig;
  /** The diff ids of its layers, base first: digests of the uncompressed tars. */
  layers: string[];
}

/** @returns null when the engine has no such image. */
export async function inspectImage(engine: Engine, ref: string): Promise<ImageDetails | null> {
  const result = await docker(engine, ['image', 'inspect', '--', ref]);
  const told = parseJson(result.stdout).at(0);
  if (told.at('Id').text() === null) {
    orThrowIfGone(lastWords(result), result.code);
    return null;
  }
  return details(told);
}

/** Images that are inspected with one command. */
const AT_ONCE = 100;

/** All images of the engine that have a name, but for those that a run of ours made. */
export async function namedImages(engine: Engine): Promise<ImageDetails[]> {
  const listed = await docker(engine, ['image', 'ls', '--quiet', '--no-trunc', '--filter', 'dangling=false']);
  orThrowIfGone(lastWords(listed), listed.code);
  const ids = [...new Set(listed.stdout.split('\n').filter((line) => line !== ''))];
  const found: ImageDetails[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { stdout } = await docker(engine, ['image', 'inspect', '--', ...ids.slice(at, at + AT_ONCE)]);
    found.push(...parseJson(stdout).list().map(details));
  }
  return found.filter(({ repoTags, config }) => repoTags.length > 0 && !(RUN_LABEL in config.labels));
}

function details(told: Json): ImageDetails {
  return {
    id: told.at('Id').text() ?? '',
    repoTags: texts(told.at('RepoTags')),
    repoDigests: texts(told.at('RepoDigests')),
    os: told.at('Os').text() ?? '',
    architecture: told.at('Architecture').text() ?? '',
    config: imageConfig(told.at('Config')),
    layers: texts(told.at('RootFS', 'Layers')),
  };
}

export async function imageExists(engine: Engine, ref: string): Promise<boolean> {
  return (await inspectImage(engine, ref)) !== null;
}

/** Pulling a database over a slow line, in ms. */
const PULL_TIMEOUT = 900_000;

/** Fetches an image. @returns null, or what docker said when it could not be had. */
export async function pullImage(
  engine: Engine,
  ref: string,
  { signal, platform }: { signal?: AbortSignal | undefined; platform?: string | undefined } = {},
): Promise<string | null> {
  const options = platform === undefined ? [] : ['--platform', platform];
  const result = await docker(engine, ['image', 'pull', '--quiet', ...options, '--', ref], {
    signal,
    timeoutMs: PULL_TIMEOUT,
  });
  return result.code === 0 ? null : lastWords(result);
}

/** Gives an image one more name. @throws ShipshapeError ENGINE_LOST when the engine refuses. */
export async function tagImage(engine: Engine, ref: string, tag: string): Promise<void> {
  const result = await docker(engine, ['image', 'tag', ref, tag]);
  if (result.code !== 0)
    throw new ShipshapeError('ENGINE_LOST', { what: `docker tag ${ref}: ${lastWords(result)}` });
}

/** Takes a name away, and the image with its last name. @returns false when it is in use or was not there. */
export async function removeImage(engine: Engine, ref: string): Promise<boolean> {
  return (await docker(engine, ['image', 'rm', '--', ref])).code === 0;
}

/** ms without a byte, after which an engine is taken for dead; old stores write the whole archive to disk first. */
const SILENCE = 600_000;

/**
 * The archive of an image as `docker save` writes it, in chunks as they come. Leaving the loop early ends the client.
 * @throws ShipshapeError ENGINE_LOST, at the end of the stream, when docker did not write all of it; INTERRUPTED.
 */
export async function* saveImage(
  engine: Engine,
  ref: string,
  { signal, silenceMs = SILENCE }: { signal?: AbortSignal | undefined; silenceMs?: number } = {},
): AsyncGenerator<Uint8Array, void, void> {
  if (signal?.aborted === true) throw new ShipshapeError('INTERRUPTED', { what: 'interrupted' });
  const group = startGroup('docker', ['image', 'save', '--', ref], { env: engine.env, input: false });
  const { stdout, stderr } = group.child;
  if (stdout === null || stderr === null) return;
  const ended = new Promise<number | null>((resolve) => {
    group.child.once('close', resolve);
    group.child.once('error', () => resolve(null));
  });
  let complaint = '';
  stderr.on('data', (chunk: unknown) => (complaint = `${complaint}${String(chunk)}`.slice(-2000)));
  let aborted = false;
  const onAbort = (): void => {
    aborted = true;
    group.end();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const silence = setTimeout(() => {
    complaint = 'it fell silent';
    group.end();
  }, silenceMs);
  try {
    for await (const chunk of stdout) {
      silence.refresh();
      yield chunk as Uint8Array;
    }
    const code = await ended;
    if (aborted) throw new ShipshapeError('INTERRUPTED', { what: 'interrupted' });
    if (code !== 0) {
      throw new ShipshapeError('ENGINE_LOST', {
        what: `docker save ${ref}: ${complaint.trim() || 'it ended early'}`,
      });
    }
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', onAbort);
    stdout.destroy();
    group.end();
  }
}

function imageConfig(told: Json): ImageConfig {
  const check = told.at('Healthcheck');
  const milliseconds = (name: string): number => (check.at(name).number() ?? 0) / 1e6;
  return {
    env: texts(told.at('Env')),
    entrypoint: texts(told.at('Entrypoint')),
    cmd: texts(told.at('Cmd')),
    user: told.at('User').text() ?? '',
    workingDir: told.at('WorkingDir').text() ?? '',
    exposedPorts: told
      .at('ExposedPorts')
      .entries()
      .map(([port]) => port),
    volumes: told
      .at('Volumes')
      .entries()
      .map(([path]) => path),
    labels: Object.fromEntries(
      told
        .at('Labels')
        .entries()
        .map(([name, value]) => [name, value.text() ?? '']),
    ),
    stopSignal: told.at('StopSignal').text(),
    healthcheck:
      check.raw() === null
        ? null
        : {
            test: texts(check.at('Test')),
            interval: milliseconds('Interval'),
            timeout: milliseconds('Timeout'),
            startPeriod: milliseconds('StartPeriod'),
            retries: check.at('Retries').number() ?? 0,
          },
  };
}

function texts(told: Json): string[] {
  return told.list().flatMap((each) => each.text() ?? []);
}

function orThrowIfGone(message: string, code: number | null): void {
  if (code === null || engineIsGone(message)) throw new ShipshapeError('ENGINE_LOST', { what: message });
}
