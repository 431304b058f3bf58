import { setTimeout as sleep } from 'node:timers/promises';
import { ShipshapeError } from '../errors.ts';
import {
  containerLogs,
  diffContainer,
  hostPort,
  httpProbe,
  inspectContainer,
  listeningPorts,
  peakMemory,
  stopContainer,
  type ContainerDetails,
} from '../engine/index.ts';
import { stopIfAborted } from '../project/index.ts';
import type { Health, RunRecord } from './contract.ts';
import { errorLines } from './error-lines.ts';
import { sendProbes } from './probes.ts';
import { watchSiblings } from './watch-siblings.ts';
import { lastLines, nothingSeen, type Ran, type RunFailure, type ServiceRequest } from './run-record.ts';
import { hasMemoryLimit } from './own-model.ts';
import { processStatus, stateOf, userOf } from './running-state.ts';
import type { Session } from './session.ts';

/** ms between two looks at a container that starts. */
const LOOK = 100;
/** A program without any port that still runs after this many ms is taken for a worker. */
const SETTLED = 8_000;
/** A port that is open for so many ms without an answer over HTTP is taken for one that speaks something else. */
const SPEECHLESS = 15_000;
/** ms that a health check, asked every second, has for its verdict. */
const HEALTH_LIMIT = 30_000;
const UNHEALTHY_LIMIT = 5_000;
/** s between SIGTERM and SIGKILL, the engine's default. */
const GRACE = 10;

/**
 * Waits until the container answers, asks it what there is to ask, and stops it.
 * @param siblings containers of further services that run the same image, by service
 */
export async function watch(
  session: Session,
  request: ServiceRequest,
  id: string,
  ports: readonly number[],
  siblings: ReadonlyMap<string, string>,
): Promise<Ran> {
  const started = await untilStarted(session, request, id, ports);
  if (started.kind === 'ended' || started.kind === 'silent') return ended(session, request, id, started);

  const host = new Map<number, number>();
  for (const port of ports) {
    const published = await hostPort(session.engine, id, port);
    if (published !== null) host.set(port, published);
  }
  const probes =
    started.kind === 'answers'
      ? await sendProbes(host.get(started.port) ?? 0, request.probes, request.credentials, session.signal)
      : [];
  const health = await healthVerdict(session, request, id);
  const listening = (await listeningPorts(session.engine, id)) ?? [];
  const reachable = listening.filter(({ loopbackOnly }) => !loopbackOnly).map(({ port }) => port);
  const status = await processStatus(session.engine, id);
  const peak = await peakMemory(session.engine, id);
  const diff = await diffContainer(session.engine, id);
  const running = await inspectContainer(session.engine, id);
  const beside = await watchSiblings(session, siblings);
  // read before it is stopped: programs log their end as if it were an error, and hide what came before
  const { stdout, stderr } = await containerLogs(session.engine, id);
  const log = [`${stdout}${stderr}`, ...beside.logs].join('\n');
  const stop = await stopContainer(session.engine, id, request.grace ?? GRACE, { signal: session.signal });
  const crashed = running !== null && running.state !== 'running';
  return {
    record: {
      kind: 'server',
      probes,
      ports: ports.map((port) => request.publishedAs.get(port) ?? port).sort((a, b) => a - b),
      health,
      // a worker says nothing of being ready
      startMs: started.kind === 'settled' ? null : started.ms,
      stopMs: stop.durationMs,
      stopExitCode: stop.exitCode,
      exitCode: null,
      stdout: '',
      user: userOf(status),
      peakMemory: peak,
      writes: [],
      errorLines: errorLines(`${stdout}${stderr}`),
      state: running && {
        ...stateOf(running, status, hasMemoryLimit(request.model.services[request.service] ?? {})),
        stopMs: Math.round(stop.durationMs),
        stopExitCode: stop.exitCode,
      },
      restarts: running?.restarts ?? 0,
      siblings: beside.records,
    },
    failure: crashed
      ? {
          kind: 'exited',
          message: `it ended with ${stop.exitCode}`,
          exitCode: stop.exitCode,
          log: lastLines(log),
        }
      : null,
    diff,
    log,
    listening: reachable,
    siblings: beside.seen,
  };
}

type Started =
  | { kind: 'answers'; port: number; ms: number }
  | { kind: 'listens' | 'settled'; ms: number }
  | { kind: 'ended'; container: ContainerDetails }
  /** it runs, and nothing outside the container reaches it */
  | { kind: 'silent'; loopback: number[] };

/** Waits until the program answers, listens, ends, or has had its time. */
async function untilStarted(
  session: Session,
  { expectsServer, probes }: ServiceRequest,
  id: string,
  ports: readonly number[],
): Promise<Started> {
  const begun = performance.now();
  let listensSince: number | null = null;
  for (;;) {
    stopIfAborted(session.signal);
    const container = await inspectContainer(session.engine, id);
    if (container === null) throw new ShipshapeError('ENGINE_LOST', { what: 'the container is gone' });
    if (container.state === 'exited' || container.state === 'dead') return { kind: 'ended', container };

    const ms = Date.now() - (container.startedAt ?? Date.now());
    for (const port of ports) {
      const published = container.ports[`${port}/tcp`]?.[0]?.port;
      if (published === undefined) continue;
      const path = probes[0]?.path ?? '/';
      const answer = await httpProbe({
        host: '127.0.0.1',
        port: published,
        method: 'GET',
        path,
        timeoutMs: 5_000,
      });
      if (!('error' in answer))
        return { kind: 'answers', port, ms: Date.now() - (container.startedAt ?? Date.now()) };
    }
    const elapsed = performance.now() - begun;
    const listening = (await listeningPorts(session.engine, id)) ?? [];
    const open = listening.filter(({ loopbackOnly }) => !loopbackOnly);
    if (open.length > 0) listensSince ??= elapsed;
    // it listens, but speaks no HTTP there (or on a port that is not published yet)
    const unpublished = open.length > 0 && open.every(({ port }) => !ports.includes(port));
    if (listensSince !== null && (unpublished || elapsed - listensSince > SPEECHLESS))
      return { kind: 'listens', ms };
    if (!expectsServer && elapsed > SETTLED) return { kind: 'settled', ms };
    if (elapsed > session.options.startTimeoutMs)
      return { kind: 'silent', loopback: listening.map(({ port }) => port) };
    await sleep(LOOK);
  }
}

async function ended(
  session: Session,
  { expectsServer }: ServiceRequest,
  id: string,
  started: Extract<Started, { kind: 'ended' | 'silent' }>,
): Promise<Ran> {
  const { stdout, stderr } = await containerLogs(session.engine, id);
  const log = `${stdout}${stderr}`;
  const diff = await diffContainer(session.engine, id);
  const record: RunRecord = {
    ...nothingSeen,
    kind: expectsServer ? 'server' : 'job',
    stdout,
    errorLines: errorLines(log),
  };
  if (started.kind === 'silent') {
    const seconds = Math.round(session.options.startTimeoutMs / 1000);
    const where = started.loopback.map((port) => `127.0.0.1:${port}`).join(', ');
    const message =
      where === ''
        ? `it runs, but nothing listens after ${seconds} s`
        : `it listens on ${where} alone, where nothing outside the container reaches it`;
    return {
      record,
      failure: { kind: 'never-listens', message, exitCode: null, log: lastLines(log) },
      diff,
      log,
      listening: [],
      siblings: new Map(),
    };
  }
  const { exitCode, startedAt, finishedAt } = started.container;
  record.exitCode = exitCode;
  record.startMs = startedAt !== null && finishedAt !== null ? finishedAt - startedAt : null;
  const failure: RunFailure | null = expectsServer
    ? {
        kind: 'exited',
        message: `it ended with ${exitCode} instead of listening`,
        exitCode,
        log: lastLines(log),
      }
    : null;
  return { record, failure, diff, log, listening: [], siblings: new Map() };
}

async function healthVerdict(
  session: Session,
  { hasHealthCheck }: ServiceRequest,
  id: string,
): Promise<Health> {
  if (!hasHealthCheck) return 'none';
  const begun = performance.now();
  for (;;) {
    stopIfAborted(session.signal);
    const health = (await inspectContainer(session.engine, id))?.health ?? null;
    if (health === null) return 'none';
    if (health === 'healthy') return health;
    // asked every second, a slow start makes for a verdict that the next look takes back
    const patience = health === 'unhealthy' ? UNHEALTHY_LIMIT : HEALTH_LIMIT;
    if (performance.now() - begun > patience) return 'unhealthy';
    await sleep(LOOK * 2);
  }
}
