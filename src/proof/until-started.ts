import { setTimeout as sleep } from 'node:timers/promises';
import { ShipshapeError } from '../errors.ts';
import { httpProbe, inspectContainer, listeningPorts, type ContainerDetails } from '../engine/index.ts';
import { stopIfAborted } from '../project/index.ts';
import type { ServiceRequest } from './run-record.ts';
import type { Session } from './session.ts';

/** ms between two requests to a program that starts. */
const LOOK = 100;
/** ms between two looks at its container, for which the engine's command has to be started. */
const INSPECT = 400;
/** A program without any port that still runs after this many ms is taken for a worker. */
const SETTLED = 8_000;
/** A port that is open for so many ms without an answer over HTTP is taken for one that speaks something else. */
const SPEECHLESS = 15_000;

/** What came of waiting for a program. */
export type Started =
  | { kind: 'answers'; port: number; ms: number }
  | { kind: 'listens' | 'settled'; ms: number }
  | { kind: 'ended'; container: ContainerDetails }
  /** it runs, and nothing outside the container reaches it */
  | { kind: 'silent'; loopback: number[] };

/** Waits until the program answers, listens, ends, or has had its time. */
export async function untilStarted(
  session: Session,
  { expectsServer, probes }: ServiceRequest,
  id: string,
  ports: readonly number[],
): Promise<Started> {
  const begun = performance.now();
  let listensSince: number | null = null;
  let container = await containerOf(session, id);
  let inspected = begun;
  for (;;) {
    stopIfAborted(session.signal);
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
    if (performance.now() - inspected < INSPECT) {
      await sleep(LOOK);
      continue;
    }
    inspected = performance.now();
    const elapsed = inspected - begun;
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
    container = await containerOf(session, id);
  }
}

async function containerOf({ engine }: Session, id: string): Promise<ContainerDetails> {
  const container = await inspectContainer(engine, id);
  if (container === null) throw new ShipshapeError('ENGINE_LOST', { what: 'the container is gone' });
  return container;
}
