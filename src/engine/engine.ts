import { type ProcessOptions, type ProcessResult, runProcess } from './process.ts';

/** What is told about the engine in the report. */
export interface EngineFacts {
  version: string;
  api: string;
  os: string;
  /** As the engine names it: `x86_64`, `aarch64`. */
  architecture: string;
  storageDriver: string;
  /** Of the machine that it runs on; null where it does not say. */
  cpus: number | null;
  /** Bytes. */
  memory: number | null;
  /** The driver of the builder that `docker build` uses; `docker` is the default builder. */
  builder: string;
  /** Version of the compose plugin; null when there is none. */
  compose: string | null;
  /** The engine is reached over the network, so its host's files and ports are not ours to see. */
  remote: boolean;
}

/** A Docker engine that answered; every function of this folder that talks to it takes one. */
export interface Engine {
  facts: EngineFacts;
  /** The environment that every `docker` process gets. */
  env: NodeJS.ProcessEnv;
  /** The docker context in use; the default builder carries its name. */
  context: string;
  /** The engine's data folder when it lies on this machine, for watching its free space; else null. */
  dataRoot: string | null;
}

/** Settings of the user's shell that would make docker, buildx or compose answer in another way than we read. */
const OURS = /^(COMPOSE_|BUILDX_|BUILDKIT_PROGRESS$|DOCKER_BUILDKIT$|DOCKER_CLI_)/;

/** @returns the caller's environment without the settings that change what docker prints or which files it reads. */
export function engineEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !OURS.test(name));
  return { ...Object.fromEntries(kept), DOCKER_CLI_HINTS: 'false' };
}

/** Only what `docker` needs to find itself and its engine: nothing of the user's shell gets into compose's `${…}`. */
export function bareEnvironment(engine: Engine): NodeJS.ProcessEnv {
  const needed = /^(PATH|HOME|USER|TMPDIR|XDG_.*|DOCKER_.*|SSH_AUTH_SOCK|https?_proxy|no_proxy)$/i;
  return Object.fromEntries(Object.entries(engine.env).filter(([name]) => needed.test(name)));
}

/** Time for a question that the engine answers from memory, in ms. */
const QUESTION_TIMEOUT = 60_000;

/** Runs one `docker` command with the engine's environment; time-out 60 s unless told. Never throws. */
export function docker(
  engine: Engine,
  args: readonly string[],
  options: Partial<ProcessOptions> = {},
): Promise<ProcessResult> {
  return runProcess('docker', args, { timeoutMs: QUESTION_TIMEOUT, env: engine.env, ...options });
}

const LOST =
  /Cannot connect to the Docker daemon|error during connect|failed to connect to the docker API|EOF while|rpc error: code = Unavailable|connection reset by peer.*docker\.sock|dial unix .*(no such file|connection refused)/i;

/** @returns whether docker's message says that the engine itself is gone. */
export function engineIsGone(message: string): boolean {
  return LOST.test(message);
}

/** The last line that is not empty, without docker's prefixes: what a failed command had to say. */
export function lastWords(result: ProcessResult): string {
  if (result.aborted) return 'interrupted';
  if (result.timedOut) return 'docker did not answer in time';
  if (result.startError !== null) return `docker could not be started: ${result.startError}`;
  const lines = result.stderr.split('\n').filter((line) => line.trim() !== '');
  const said = (lines.at(-1) ?? '').replace(/^(ERROR: |Error response from daemon: |Error: )+/, '').trim();
  return said === '' ? `docker ended with ${result.code ?? result.signal ?? 'no exit code'}` : said;
}
