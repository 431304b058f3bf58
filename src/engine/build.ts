import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildInputs, inputArguments } from './build-args.ts';
import { type BuildFailure, endedByUs, explainFailure } from './build-failure.ts';
import { type BuildProgress, type BuildStep, buildProgress } from './build-progress.ts';
import { type Engine, docker, lastWords } from './engine.ts';
import { type FreeSpaceWatch, watchFreeSpace } from './free-space.ts';
import { parseJson } from './json.ts';
import type { ProcessResult } from './process.ts';

export interface BuildRequest extends BuildInputs {
  tag: string;
  noCache?: boolean;
  labels?: Readonly<Record<string, string>>;
  /** Keeps the cache mounts of our builds apart from the user's (`BUILDKIT_CACHE_MOUNT_NS`). */
  cacheNamespace: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  freeSpaceWatch?: FreeSpaceWatch | null;
}

export interface BuildResult {
  ok: boolean;
  /** What `docker image inspect` calls the image's id; null after a failure. */
  imageId: string | null;
  steps: BuildStep[];
  /** Wall clock of the whole `docker build`, client included, in ms. */
  durationMs: number;
  /** The steps' output, the middle dropped when it is long; after a failure it ends with the error. */
  log: string;
  failure: BuildFailure | null;
}

/** Kept of a build's output, in bytes. */
const LOG_BYTES = 1024 * 1024;

/**
 * Builds an image with the engine's own builder. Nothing is pulled anew (a base that is missing locally is fetched, as
 * `docker build` does), nothing is privileged. Never throws for a build that fails.
 */
export async function buildImage(engine: Engine, request: BuildRequest): Promise<BuildResult> {
  const folder = await mkdtemp(join(tmpdir(), 'shipshape-build-'));
  try {
    return await buildInto(engine, request, join(folder, 'metadata.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildInto(engine: Engine, request: BuildRequest, metadata: string): Promise<BuildResult> {
  const inputs = inputArguments(engine, request);
  const args = [
    'build',
    '--progress=rawjson',
    '--provenance=false',
    '--sbom=false',
    '--metadata-file',
    metadata,
  ];
  args.push('--tag', request.tag, ...inputs.args);
  args.push('--build-arg', `BUILDKIT_CACHE_MOUNT_NS=${request.cacheNamespace}`);
  if (request.noCache === true) args.push('--no-cache');
  for (const [name, value] of Object.entries(request.labels ?? {})) args.push('--label', `${name}=${value}`);

  const progress = buildProgress(LOG_BYTES);
  const stop = new AbortController();
  let diskFull = false;
  const onLow = (): void => {
    diskFull = true;
    stop.abort();
  };
  const onAbort = (): void => stop.abort();
  if (request.signal?.aborted === true) stop.abort();
  request.signal?.addEventListener('abort', onAbort, { once: true });
  const watch = request.freeSpaceWatch ? watchFreeSpace(request.freeSpaceWatch, onLow) : null;
  const started = performance.now();
  const result = await docker(engine, [...args, '--', request.context], {
    env: inputs.env,
    signal: stop.signal,
    timeoutMs: request.timeoutMs,
    maxOutputBytes: LOG_BYTES,
    onLine: (line, stream) => {
      if (stream === 'stderr') progress.line(line);
    },
  });
  const durationMs = performance.now() - started;
  watch?.stop();
  request.signal?.removeEventListener('abort', onAbort);

  const steps = progress.steps();
  if (result.code === 0) {
    const imageId = await imageIdOf(engine, metadata, request.tag);
    return { ok: true, imageId, steps, durationMs, log: progress.log(), failure: null };
  }
  const failure = failureOf(result, progress, diskFull, request.timeoutMs);
  const said = progress.plain();
  const last = said.at(-1)?.includes(failure.message) === true ? [] : [`ERROR: ${failure.message}`];
  const log = `${[progress.log().trimEnd(), ...said, ...last].join('\n').trim()}\n`;
  return { ok: false, imageId: null, steps, durationMs, log, failure };
}

function failureOf(
  result: ProcessResult,
  progress: BuildProgress,
  diskFull: boolean,
  timeoutMs: number,
): BuildFailure {
  const steps = progress.steps();
  const log = progress.log();
  if (diskFull) return endedByUs('disk-full', 'stopped: the disk is nearly full', steps, log);
  if (result.timedOut) {
    return endedByUs('timeout', `stopped after ${Math.round(timeoutMs / 1000)} s`, steps, log);
  }
  if (result.aborted) return endedByUs('interrupted', 'interrupted', steps, log);
  if (result.startError !== null) return explainFailure([lastWords(result)], steps, log);
  return explainFailure(progress.plain(), steps, log);
}

/** The digest that the engine knows the image by: of its config, or with the containerd store of its manifest. */
async function imageIdOf(engine: Engine, metadata: string, tag: string): Promise<string | null> {
  const written = parseJson(await readFile(metadata, 'utf8').catch(() => ''));
  const digest =
    written.at('containerimage.digest').text() ?? written.at('containerimage.config.digest').text();
  if (digest !== null) return digest;
  const inspected = await docker(engine, ['image', 'inspect', '--format', '{{.Id}}', tag]);
  return inspected.code === 0 ? inspected.stdout.trim() : null;
}
