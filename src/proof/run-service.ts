import { ShipshapeError } from '../errors.ts';
import { composeDown, composePs, composeUp } from '../engine/index.ts';
import { publishedPorts } from './compose-model.ts';
import type { RunRecord } from './contract.ts';
import { ownModel } from './own-model.ts';
import { nothingSeen, type Ran, type ServiceRequest } from './run-record.ts';
import type { Session } from './session.ts';
import { watch } from './watch-service.ts';

let runs = 0;

/** Runs the service once, asks it what there is to ask, stops it and removes all of it. */
export async function runService(session: Session, request: ServiceRequest): Promise<Ran> {
  const project = `shipshape-${session.run.id}-${++runs}`;
  const model = ownModel(session, request.model, request.service, request);
  try {
    const up = await composeUp(session.engine, {
      model,
      project,
      services: [request.service],
      signal: session.signal,
      timeoutMs: session.options.startTimeoutMs + 60_000,
    });
    if (up.failure?.kind === 'interrupted') throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
    if (up.failure?.kind === 'engine-lost')
      throw new ShipshapeError('ENGINE_LOST', { what: up.failure.message });
    const container = (await composePs(session.engine, project)).find(
      ({ service }) => service === request.service,
    );
    if (container === undefined || (up.failure !== null && container.state === 'created')) {
      return notStarted(up.failure?.message ?? 'the container was not made');
    }
    return await watch(session, request, container.id, publishedPorts(model, request.service));
  } finally {
    await composeDown(session.engine, project);
  }
}

function notStarted(message: string): Ran {
  const record: RunRecord = { ...nothingSeen };
  return {
    record,
    failure: { kind: 'not-started', message, exitCode: null, log: [message] },
    diff: [],
    log: message,
    listening: [],
  };
}
