import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareEnvironment, docker, type Engine, engineIsGone, lastWords } from './engine.ts';
import { isRecord, parseJson } from './json.ts';

/** A compose model as `docker compose config --format json` prints it: `$` in values is written `$$`. */
export interface ComposeModel {
  name?: string;
  services: Record<string, Record<string, unknown>>;
  networks?: Record<string, unknown>;
  volumes?: Record<string, unknown>;
  [extension: string]: unknown;
}

export interface ComposeConfigRequest {
  projectDir: string;
  /** The compose files, later ones over earlier ones; relative to the project's folder or absolute. */
  files: readonly string[];
  profiles?: readonly string[];
  /** All that `${NAME}` can see beside `envFile`; the shell's own variables are not passed on. */
  env: Readonly<Record<string, string>>;
  /** Instead of the project's `.env`, which is read only when it is named here. */
  envFile: string | null;
  /** Whether the services' `env_file:` are read (their values are in the result then) or left out. */
  serviceEnvFiles: 'read' | 'leave-out';
  signal?: AbortSignal | undefined;
}

export type ComposeConfigResult =
  | { ok: true; model: ComposeModel }
  | {
      ok: false;
      kind: 'variable-required' | 'invalid' | 'engine-lost' | 'no-compose';
      /** The variable that has no value, else null. */
      variable: string | null;
      message: string;
    };

/** The normalised model of a project's compose files: variables filled in, paths absolute, short forms spelled out. */
export async function composeConfig(
  engine: Engine,
  request: ComposeConfigRequest,
): Promise<ComposeConfigResult> {
  if (engine.facts.compose === null) {
    return {
      ok: false,
      kind: 'no-compose',
      variable: null,
      message: 'the docker command has no compose plugin',
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'shipshape-compose-'));
  try {
    return await configIn(folder, engine, request);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function configIn(
  folder: string,
  engine: Engine,
  request: ComposeConfigRequest,
): Promise<ComposeConfigResult> {
  const args = ['compose', '--project-directory', request.projectDir];
  for (const file of request.files) args.push('--file', file);
  for (const profile of request.profiles ?? []) args.push('--profile', profile);
  const noVariables = join(folder, 'empty.env');
  await writeFile(noVariables, '');
  args.push('--env-file', request.envFile ?? noVariables);
  const run = (...more: string[]) =>
    docker(engine, [...args, ...more], {
      cwd: request.projectDir,
      env: { ...bareEnvironment(engine), ...request.env },
      signal: request.signal,
    });

  if (request.serviceEnvFiles === 'leave-out') {
    const names = await run('config', '--services', '--no-interpolate');
    if (names.code !== 0) return refused(lastWords(names));
    // `--no-env-resolution` still reads the files (Compose 2.40), so an override takes them out of every service.
    const override = join(folder, 'override.yaml');
    const services = names.stdout.split('\n').filter((name) => name !== '');
    const lines = services.map((name) => `  ${JSON.stringify(name)}:\n    env_file: !reset []\n`);
    if (lines.length > 0) {
      await writeFile(override, `services:\n${lines.join('')}`);
      args.push('--file', override);
    }
  }
  const result = await run('config', '--format', 'json');
  const model = parseJson(result.stdout).raw();
  if (result.code !== 0 || !isModel(model)) return refused(lastWords(result));
  return { ok: true, model };
}

function isModel(value: unknown): value is ComposeModel {
  return isRecord(value) && isRecord(value['services']);
}

function refused(message: string): ComposeConfigResult {
  const variable = /required variable (\S+) is missing a value/.exec(message)?.[1] ?? null;
  if (variable !== null) return { ok: false, kind: 'variable-required', variable, message };
  return { ok: false, kind: engineIsGone(message) ? 'engine-lost' : 'invalid', variable: null, message };
}
