import { ShipshapeError } from '../errors.ts';
import { composeDown, composePs, composeUp, containerLogs } from '../engine/index.ts';
import { publishedPorts } from './compose-model.ts';
import { ownModel } from './own-model.ts';
import { lastLines, nothingSeen, type Ran, type RunFailure, type ServiceRequest } from './run-record.ts';
import type { Session } from './session.ts';
import { watch } from './watch-service.ts';

let runs = 0;

/** Runs the service once with those beside it, asks it what there is to ask, stops it and removes all of it. */
export async function runService(session: Session, request: ServiceRequest): Promise<Ran> {
  const project = `shipshape-${session.run.id}-${++runs}`;
  const model = ownModel(session, request.model, request.service, request);
  try {
    const up = await composeUp(session.engine, {
      model,
      project,
      signal: session.signal,
      timeoutMs: session.options.startTimeoutMs + 60_000 * request.stack.names.length,
    });
    if (up.failure?.kind === 'interrupted') throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
    if (up.failure?.kind === 'engine-lost')
      throw new ShipshapeError('ENGINE_LOST', { what: up.failure.message });
    const containers = await composePs(session.engine, project);
    const container = containers.find(({ service }) => service === request.service);
    if (container === undefined || (up.failure !== null && container.state === 'created'))
      return await notStarted(session, request, project, up.failure?.message ?? 'the container was not made');
    const { siblings } = request.stack;
    const beside = containers.filter(({ service }) => siblings.includes(service));
    return await watch(
      session,
      request,
      container.id,
      publishedPorts(model, request.service),
      new Map(beside.map(({ service, id }) => [service, id])),
    );
  } finally {
    await composeDown(session.engine, project);
  }
}

/** `dependency failed to start: container shipshape-…-db-1 is unhealthy` tells neither the service nor why. */
async function notStarted(
  session: Session,
  { service, stack }: ServiceRequest,
  project: string,
  message: string,
): Promise<Ran> {
  const [, culprit, became = ''] =
    new RegExp(`container ${project}-(.+)-1 (is unhealthy|exited \\(\\d+\\)|.*)`).exec(message) ?? [];
  const other =
    culprit !== undefined && culprit !== service && stack.names.includes(culprit) ? culprit : null;
  const container = (await composePs(session.engine, project)).find((one) => one.service === other);
  const logs = container === undefined ? null : await containerLogs(session.engine, container.id);
  const log = logs === null ? message : `${logs.stdout}${logs.stderr}`;
  const failure: RunFailure =
    other === null
      ? { kind: 'not-started', message, exitCode: null, log: [message] }
      : {
          kind: 'service-failed',
          message: `the service ${other}, which it needs, ${became.replace(/^exited \((\d+)\)$/, 'ended with $1')}`,
          exitCode: null,
          log: lastLines(log),
        };
  return { record: { ...nothingSeen }, failure, diff: [], log, listening: [], siblings: new Map() };
}
