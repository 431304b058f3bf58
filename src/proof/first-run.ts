import type { Setup } from '../model/setup.ts';
import { wasAnswered } from './compare/index.ts';
import type { Ran, ServiceRequest } from './run-record.ts';
import { runService } from './run-service.ts';
import type { Session } from './session.ts';
import { mustStart } from './start-error.ts';

/** A program that listens on a port that no file names is run again with that port published. */
export async function firstRun(
  session: Session,
  setup: Setup,
  request: ServiceRequest,
): Promise<{ ran: Ran; request: ServiceRequest }> {
  const first = await runWithoutFatalProbes(session, request);
  const { ran } = first;
  mustStart(session, setup, ran, first.request);
  const unpublished = ran.listening.filter((port) => !request.ports.includes(port));
  if (ran.record.probes.length > 0 || unpublished.length === 0) return first;
  const ports = [...request.ports, ...unpublished];
  const again = await runWithoutFatalProbes(session, { ...request, ports, expectsServer: true });
  mustStart(session, setup, again.ran, again.request);
  return again;
}

/** More requests than so many that each end the program are no accident of one route. */
const MOST_FATAL = 3;

/**
 * A request of our own choice may end the program, when it wants a service that is not there: it is asked without that
 * one. What the user asked for is asked all the same.
 */
async function runWithoutFatalProbes(
  session: Session,
  request: ServiceRequest,
): Promise<{ ran: Ran; request: ServiceRequest }> {
  const asked = session.options.probes;
  for (let round = 0; ; round++) {
    const ran = await runService(session, request);
    const { probes } = ran.record;
    const unanswered = probes.find(({ answer }) => !wasAnswered(answer)) ?? probes.at(-1);
    const isOurs = ({ method, path }: { method: string; path: string }) =>
      !asked.some((one) => one.method === method && one.path === path);
    const ended = ran.failure?.kind === 'exited' && unanswered !== undefined && isOurs(unanswered);
    if (!ended || request.probes.length < 2 || round === MOST_FATAL) return { ran, request };
    const { method, path } = unanswered;
    session.note(`${method} ${path} ends ${session.subject}: it is not asked.`);
    const left = request.probes.filter((one) => one.method !== method || one.path !== path);
    request = { ...request, probes: left };
  }
}
