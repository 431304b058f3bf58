import { containerLogs, diffContainer } from '../engine/index.ts';
import type { RunRecord } from './contract.ts';
import { errorLines } from './error-lines.ts';
import { lastLines, nothingSeen, type Ran, type RunFailure, type ServiceRequest } from './run-record.ts';
import type { Session } from './session.ts';
import type { Started } from './until-started.ts';

/** The run of a program that ended by itself, as a job does, or that nothing could reach. */
export async function neverUp(
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
