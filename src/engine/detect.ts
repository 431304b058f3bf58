import { existsSync } from 'node:fs';
import { type Engine, type EngineFacts, engineEnvironment, lastWords } from './engine.ts';
import { type Json, parseJson } from './json.ts';
import { type ProcessResult, runProcess } from './process.ts';

export type Detection =
  | { kind: 'found'; engine: Engine }
  /** `facts` are told where an engine answered that we cannot use. */
  | { kind: 'none'; code: 'NO_ENGINE' | 'ENGINE_UNSUPPORTED'; reason: string; facts: EngineFacts | null };

/** How long the engine has to answer, in ms. */
const ANSWER_TIME = 10_000;
/** The first release whose `docker build` and compose have all that we use (`--start-interval`, rawjson progress). */
const OLDEST = 25;

/**
 * Looks for the Docker engine that the `docker` command of `env.PATH` reaches (DOCKER_HOST, the current context).
 * Never throws; takes at most about 20 s, as a rule less than one.
 */
export async function detectEngine({
  signal,
  env = process.env,
}: { signal?: AbortSignal | undefined; env?: NodeJS.ProcessEnv } = {}): Promise<Detection> {
  const ours = engineEnvironment(env);
  const ask = (...args: string[]): Promise<ProcessResult> =>
    runProcess('docker', args, { env: ours, signal, timeoutMs: ANSWER_TIME });

  const answer = await ask('version', '--format', '{{json .}}');
  const none = (
    code: 'NO_ENGINE' | 'ENGINE_UNSUPPORTED',
    reason: string,
    facts: EngineFacts | null = null,
  ): Detection => ({ kind: 'none', code, reason, facts });
  if (answer.startError === 'ENOENT') return none('NO_ENGINE', 'there is no docker command');
  if (answer.timedOut) return none('NO_ENGINE', 'the Docker engine did not answer within 10 s');
  const told = parseJson(answer.stdout);
  if (isPodman(told, answer)) return none('ENGINE_UNSUPPORTED', 'the docker command is podman');
  const version = told.at('Server', 'Version').text();
  if (version === null) return none('NO_ENGINE', lastWords(answer));

  const context = told.at('Client', 'Context').text() ?? 'default';
  const [info, builder, compose, endpoint] = await Promise.all([
    ask('info', '--format', '{{json .}}'),
    ask('buildx', 'inspect', context),
    ask('compose', 'version', '--short'),
    ask('context', 'inspect', context, '--format', '{{json .Endpoints.docker.Host}}'),
  ]);
  const host = ours['DOCKER_HOST'] || parseJson(endpoint.stdout).text() || '';
  const remote = host !== '' && !/^(unix|npipe|fd):/.test(host);
  const facts: EngineFacts = {
    version,
    api: told.at('Server', 'ApiVersion').text() ?? '',
    os: told.at('Server', 'Os').text() ?? '',
    architecture: parseJson(info.stdout).at('Architecture').text() ?? told.at('Server', 'Arch').text() ?? '',
    storageDriver: parseJson(info.stdout).at('Driver').text() ?? '',
    cpus: parseJson(info.stdout).at('NCPU').number(),
    memory: parseJson(info.stdout).at('MemTotal').number(),
    builder: /^Driver:\s*(\S+)/m.exec(builder.stdout)?.[1] ?? '',
    compose: compose.code === 0 ? compose.stdout.trim() : null,
    remote,
  };
  const missing = unsupported(facts);
  if (missing !== null) return none('ENGINE_UNSUPPORTED', missing, facts);

  const root = parseJson(info.stdout).at('DockerRootDir').text();
  const dataRoot = !remote && root !== null && existsSync(root) ? root : null;
  return { kind: 'found', engine: { facts, env: ours, context, dataRoot } };
}

function isPodman(told: Json, answer: ProcessResult): boolean {
  const components = told.at('Server', 'Components').list();
  return (
    /podman/i.test(`${answer.stderr}\n${told.at('Client', 'Version').text() ?? ''}`) ||
    told.at('Client', 'BuildOrigin').text() !== null ||
    components.some((component) => /podman/i.test(component.at('Name').text() ?? ''))
  );
}

function unsupported(facts: EngineFacts): string | null {
  const major = Number(/^\d+/.exec(facts.version)?.[0] ?? Number.NaN);
  if (!(major >= OLDEST)) return `Docker ${facts.version} is too old; ${OLDEST} is the oldest that works`;
  if (facts.os !== 'linux') return `the engine runs ${facts.os} containers, not Linux ones`;
  if (facts.builder === '') return 'the docker command has no buildx plugin';
  if (facts.builder !== 'docker') {
    return `the builder is ${facts.builder}, not the engine's own (docker)`;
  }
  return null;
}
