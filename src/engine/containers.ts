import { ShipshapeError } from '../errors.ts';
import { docker, type Engine, engineIsGone, lastWords } from './engine.ts';
import { type Json, parseJson } from './json.ts';
import type { ProcessResult } from './process.ts';

export interface ContainerDetails {
  id: string;
  name: string;
  image: string;
  /** `created`, `running`, `restarting`, `exited`, `dead`, … */
  state: string;
  exitCode: number | null;
  oomKilled: boolean;
  restarts: number;
  /** Milliseconds since 1970 by the engine's clock. */
  startedAt: number | null;
  finishedAt: number | null;
  /** `starting`, `healthy`, `unhealthy`; null without a health check. */
  health: string | null;
  /** Output of the last health checks, newest last. */
  healthLog: { exitCode: number; output: string }[];
  /** Process id of its first process on the engine's host; null when it does not run. */
  pid: number | null;
  /** `8000/tcp` → ports of the host. */
  ports: Record<string, { address: string; port: number }[]>;
  mounts: { type: string; source: string; target: string; writable: boolean }[];
  tmpfs: string[];
  labels: Record<string, string>;
  limits: ContainerLimits;
}

/** What the container may do, as the engine was told. */
export interface ContainerLimits {
  readOnly: boolean;
  privileged: boolean;
  capAdd: string[];
  capDrop: string[];
  securityOpt: string[];
  /** The engine's own init stands before the program. */
  init: boolean;
  /** Bytes; null without a limit. */
  memory: number | null;
  pids: number | null;
}

export interface ContainerLogs {
  /** All of the output when the container has a terminal. */
  stdout: string;
  stderr: string;
}

export interface StopResult {
  /** From the call to the end of the container, in ms. */
  durationMs: number;
  exitCode: number | null;
  oomKilled: boolean;
}

export interface DiffEntry {
  /** Added, changed, deleted. */
  kind: 'A' | 'C' | 'D';
  path: string;
  /** it is a folder; false where that is not known */
  isFolder: boolean;
}

/** Kept of each stream of a container's logs, in bytes. */
const LOG_BYTES = 1024 * 1024;

/** @returns null when there is no such container. */
export async function inspectContainer(engine: Engine, id: string): Promise<ContainerDetails | null> {
  const result = await docker(engine, ['container', 'inspect', '--', id]);
  const told = parseJson(result.stdout).at(0);
  if (told.at('Id').text() !== null) return details(told);
  if (engineIsGone(lastWords(result))) throw new ShipshapeError('ENGINE_LOST', { what: lastWords(result) });
  return null;
}

/** Both streams so far, without timestamps, the middle dropped when they are long. */
export async function containerLogs(engine: Engine, id: string): Promise<ContainerLogs> {
  const { stdout, stderr } = await docker(engine, ['container', 'logs', '--', id], {
    maxOutputBytes: LOG_BYTES,
  });
  return { stdout, stderr };
}

/**
 * SIGTERM (or the image's STOPSIGNAL), then SIGKILL after the grace.
 * @throws ShipshapeError ENGINE_LOST when docker could not stop it.
 */
export async function stopContainer(
  engine: Engine,
  id: string,
  graceSeconds: number,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<StopResult> {
  const started = performance.now();
  const result = await docker(engine, ['container', 'stop', '-t', String(graceSeconds), '--', id], {
    timeoutMs: (graceSeconds + 60) * 1000,
    signal,
  });
  const durationMs = performance.now() - started;
  orThrow(result, 'docker stop');
  const after = await inspectContainer(engine, id);
  return { durationMs, exitCode: after?.exitCode ?? null, oomKilled: after?.oomKilled ?? false };
}

/** What the container changed in its own layer; volumes, tmpfs and files made and deleted again are not seen. */
export async function diffContainer(engine: Engine, id: string): Promise<DiffEntry[]> {
  const result = await docker(engine, ['container', 'diff', '--', id]);
  orThrow(result, 'docker diff');
  const entries = result.stdout.split('\n').flatMap((line) => {
    const [, kind, path] = /^([ACD]) (.+)$/.exec(line) ?? [];
    return kind === undefined || path === undefined ? [] : [{ kind: kind as DiffEntry['kind'], path }];
  });
  const folders = await foldersAmong(engine, id, entries);
  return entries.map((entry) => ({ ...entry, isFolder: folders.has(entry.path) }));
}

/** More new paths than a program makes that only makes folders. */
const MOST_ASKED = 20;

/** What has entries below it, and of new paths without any those that the container's own `test` calls folders. */
async function foldersAmong(
  engine: Engine,
  id: string,
  entries: readonly Omit<DiffEntry, 'isFolder'>[],
): Promise<Set<string>> {
  const parents = entries.map(({ path }) => path.slice(0, path.lastIndexOf('/')));
  const folders = new Set(parents);
  const leaves = entries.filter(({ kind, path }) => kind !== 'D' && !folders.has(path));
  for (const { path } of leaves.slice(0, MOST_ASKED))
    if ((await execIn(engine, id, ['test', '-d', path])).code === 0) folders.add(path);
  return folders;
}

/** Runs a command in a running container; code 126 or 127 when the image has no such command. */
export async function execIn(
  engine: Engine,
  id: string,
  argv: readonly string[],
  { user }: { user?: string } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const as = user === undefined ? [] : ['--user', user];
  const { code, stdout, stderr } = await docker(engine, ['container', 'exec', ...as, id, ...argv]);
  return { code, stdout, stderr };
}

/** The port of this machine that leads to the container's TCP port; null when it is not published (any more). */
export async function hostPort(engine: Engine, id: string, containerPort: number): Promise<number | null> {
  const container = await inspectContainer(engine, id);
  return container?.ports[`${containerPort}/tcp`]?.[0]?.port ?? null;
}

function orThrow(result: ProcessResult, what: string): void {
  if (result.code !== 0) throw new ShipshapeError('ENGINE_LOST', { what: `${what}: ${lastWords(result)}` });
}

function details(told: Json): ContainerDetails {
  const state = told.at('State');
  const running = state.at('Running').flag() === true;
  const created = state.at('Status').text() === 'created';
  const health = state.at('Health', 'Status').text();
  return {
    id: told.at('Id').text() ?? '',
    name: (told.at('Name').text() ?? '').replace(/^\//, ''),
    image: told.at('Image').text() ?? '',
    state: state.at('Status').text() ?? '',
    exitCode: running || created ? null : state.at('ExitCode').number(),
    oomKilled: state.at('OOMKilled').flag() ?? false,
    restarts: told.at('RestartCount').number() ?? 0,
    startedAt: time(state.at('StartedAt')),
    finishedAt: time(state.at('FinishedAt')),
    health: health === 'none' ? null : health,
    healthLog: state
      .at('Health', 'Log')
      .list()
      .map((run) => ({ exitCode: run.at('ExitCode').number() ?? 0, output: run.at('Output').text() ?? '' })),
    pid: running ? state.at('Pid').number() : null,
    ports: Object.fromEntries(
      told
        .at('NetworkSettings', 'Ports')
        .entries()
        .map(([port, bindings]) => [port, bindings.list().map(binding)]),
    ),
    mounts: told.at('Mounts').list().map(mount),
    tmpfs: told
      .at('HostConfig', 'Tmpfs')
      .entries()
      .map(([path]) => path),
    labels: Object.fromEntries(
      told
        .at('Config', 'Labels')
        .entries()
        .map(([name, value]) => [name, value.text() ?? '']),
    ),
    limits: limits(told.at('HostConfig')),
  };
}

function limits(told: Json): ContainerLimits {
  const texts = (name: string): string[] =>
    told
      .at(name)
      .list()
      .flatMap((each) => each.text() ?? []);
  const positive = (name: string): number | null => {
    const value = told.at(name).number() ?? 0;
    return value > 0 ? value : null;
  };
  return {
    readOnly: told.at('ReadonlyRootfs').flag() ?? false,
    privileged: told.at('Privileged').flag() ?? false,
    capAdd: texts('CapAdd'),
    capDrop: texts('CapDrop'),
    securityOpt: texts('SecurityOpt'),
    init: told.at('Init').flag() ?? false,
    memory: positive('Memory'),
    pids: positive('PidsLimit'),
  };
}

function binding(told: Json): { address: string; port: number } {
  return { address: told.at('HostIp').text() ?? '', port: Number(told.at('HostPort').text()) };
}

function mount(told: Json): ContainerDetails['mounts'][number] {
  return {
    type: told.at('Type').text() ?? '',
    source: told.at('Name').text() ?? told.at('Source').text() ?? '',
    target: told.at('Destination').text() ?? '',
    writable: told.at('RW').flag() ?? false,
  };
}

/** Docker writes the year 1 for "never". */
function time(told: Json): number | null {
  const text = told.text();
  return text === null || text.startsWith('0001-') ? null : Date.parse(text);
}
