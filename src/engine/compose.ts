import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComposeModel } from './compose-config.ts';
import { bareEnvironment, docker, type Engine, engineIsGone, lastWords } from './engine.ts';
import { parseJson } from './json.ts';

export interface ComposeUpRequest {
  /** As `composeConfig` gives it (`$` written `$$`), without `build:`: every image must be there or be pullable. */
  model: ComposeModel;
  /** Name of the compose project; our own, so that nothing of the user's is touched. */
  project: string;
  /** Only these services and what they depend on; all when absent. */
  services?: readonly string[];
  signal?: AbortSignal | undefined;
  timeoutMs: number;
}

export interface ComposeUpResult {
  ok: boolean;
  failure: null | { kind: 'timeout' | 'interrupted' | 'failed' | 'engine-lost'; message: string };
}

export interface ComposeContainer {
  service: string;
  id: string;
  name: string;
  /** `created`, `running`, `restarting`, `exited`, … */
  state: string;
}

/** Long enough for a handful of containers that are killed at once, in ms. */
const DOWN_TIMEOUT = 120_000;

/**
 * Starts a project in the background; services that others wait for (`depends_on`) are waited for. The model goes
 * through a file outside the project that only we can read, since it holds values of variables.
 */
export async function composeUp(engine: Engine, request: ComposeUpRequest): Promise<ComposeUpResult> {
  const folder = await mkdtemp(join(tmpdir(), 'shipshape-compose-'));
  try {
    const file = join(folder, 'compose.json');
    await writeFile(file, JSON.stringify(request.model), { mode: 0o600 });
    const args = [
      'compose',
      '--project-name',
      request.project,
      '--file',
      file,
      'up',
      '--detach',
      '--no-build',
    ];
    const result = await docker(engine, [...args, '--quiet-pull', ...(request.services ?? [])], {
      cwd: folder,
      env: bareEnvironment(engine),
      signal: request.signal,
      timeoutMs: request.timeoutMs,
    });
    if (result.code === 0) return { ok: true, failure: null };
    const message = lastWords(result);
    if (result.aborted) return { ok: false, failure: { kind: 'interrupted', message } };
    if (result.timedOut) return { ok: false, failure: { kind: 'timeout', message } };
    return { ok: false, failure: { kind: engineIsGone(message) ? 'engine-lost' : 'failed', message } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes a project's containers, at once, with its networks and volumes; external ones stay. Pulled images stay.
 * @returns null, or what docker said when it could not.
 */
export async function composeDown(engine: Engine, project: string): Promise<string | null> {
  const args = [
    'compose',
    '--project-name',
    project,
    'down',
    '--volumes',
    '--remove-orphans',
    '--timeout',
    '0',
  ];
  const result = await docker(engine, args, {
    // A folder without a compose file: compose goes by the labels of what runs.
    cwd: tmpdir(),
    env: bareEnvironment(engine),
    timeoutMs: DOWN_TIMEOUT,
  });
  return result.code === 0 ? null : lastWords(result);
}

/** The project's containers, stopped ones too, by name. */
export async function composePs(engine: Engine, project: string): Promise<ComposeContainer[]> {
  const filter = `label=com.docker.compose.project=${project}`;
  const format =
    '{"id":{{json .ID}},"name":{{json .Names}},"state":{{json .State}},"service":{{json (.Label "com.docker.compose.service")}}}';
  const result = await docker(engine, ['ps', '--all', '--no-trunc', '--filter', filter, '--format', format]);
  const rows = result.stdout.split('\n').filter((line) => line !== '');
  return rows
    .map((line) => {
      const told = parseJson(line);
      const field = (name: string): string => told.at(name).text() ?? '';
      return { service: field('service'), id: field('id'), name: field('name'), state: field('state') };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
