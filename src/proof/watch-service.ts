import {
  containerLogs,
  diffContainer,
  hostPort,
  inspectContainer,
  listeningPorts,
  peakMemory,
  stopContainer,
} from '../engine/index.ts';
import { errorLines } from './error-lines.ts';
import { healthVerdict } from './health-verdict.ts';
import { neverUp } from './never-up.ts';
import { hasMemoryLimit } from './own-model.ts';
import { sendProbes } from './probes.ts';
import { lastLines, type Ran, type ServiceRequest } from './run-record.ts';
import { processStatus, stateOf, userOf } from './running-state.ts';
import type { Session } from './session.ts';
import { untilStarted } from './until-started.ts';
import { watchSiblings } from './watch-siblings.ts';

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
  if (started.kind === 'ended' || started.kind === 'silent') return neverUp(session, request, id, started);

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
