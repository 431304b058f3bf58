import { ShipshapeError, type Where } from '../errors.ts';
import type { Setup } from '../model/setup.ts';
import { missingVariable, requiredNames } from './run-environment.ts';
import type { Ran, ServiceRequest } from './run-record.ts';
import { subjectOf, type Session } from './session.ts';

/** @throws ShipshapeError EXITS_AT_ONCE, VARIABLE_REQUIRED, NEVER_LISTENS, SERVICE_UNAVAILABLE when a run came to nothing */
export function mustStart(session: Session, setup: Setup, ran: Ran, request: ServiceRequest): void {
  const error = startError(session, setup, ran, request);
  if (error !== null) throw error;
}

/** Why a run came to nothing, as the error that people see; null when it started, or was a job that ended well. */
export function startError(
  session: Session,
  setup: Setup,
  { failure, record, log }: Ran,
  request: ServiceRequest,
): ShipshapeError | null {
  const subject = subjectOf(session);
  const lines = failure?.log ?? log.split('\n').slice(-20);
  const failed =
    failure ?? (record.kind === 'job' && record.exitCode !== 0 ? jobFailure(record.exitCode) : null);
  if (failed === null) return null;
  const tail = lines
    .filter((line) => line.trim() !== '')
    .slice(-8)
    .join('\n');
  const place = placeOf(setup);
  const missing = missingVariable(lines, unsetNames(setup, request));
  if (missing !== null && failed.kind !== 'never-listens' && failed.kind !== 'service-failed')
    return new ShipshapeError('VARIABLE_REQUIRED', {
      what: `${subject} stops because ${missing} is not set.\n${tail}`,
      ...place,
    });
  if (failed.kind === 'never-listens')
    return new ShipshapeError('NEVER_LISTENS', {
      what: `${subject} never listens: ${failed.message}.\n${tail}`.trim(),
      ...place,
    });
  if (failed.kind === 'service-failed')
    return new ShipshapeError('SERVICE_UNAVAILABLE', {
      what: `${subject} does not start: ${failed.message}.\n${tail}`.trim(),
      where: { path: setup.paths.compose ?? setup.paths.dockerfile, line: null },
    });
  return new ShipshapeError('EXITS_AT_ONCE', {
    what: `${subject} does not stay up: ${failed.message}.\n${tail}`.trim(),
    ...place,
  });
}

/** Where an error lies: at the setup's Dockerfile, unless it is an image without one. */
export const placeOf = ({ files, paths }: Setup): { where?: Where } =>
  files.has(paths.dockerfile) ? { where: { path: paths.dockerfile, line: null } } : {};

function unsetNames(setup: Setup, { model, service, environment }: ServiceRequest): string[] {
  const declared = model.services[service]?.['environment'] as Record<string, unknown> | undefined;
  return requiredNames(setup).filter((name) => (environment[name] ?? declared?.[name] ?? '') === '');
}

const jobFailure = (exitCode: number | null) => ({
  kind: 'exited' as const,
  message: `it ended with ${exitCode}`,
});
