import { ShipshapeError, type Where } from '../errors.ts';
import { inspectImage } from '../engine/index.ts';
import { healthRoute } from '../ecosystems/health-probe.ts';
import type { ImageIndex } from '../image/index.ts';
import { composeService } from '../model/compose-service.ts';
import type { RunFacts } from '../model/facts.ts';
import type { Setup } from '../model/setup.ts';
import { wasAnswered } from './compare/index.ts';
import { composeModelOf, publishedAs, publishedPorts } from './compose-model.ts';
import { contractOf, type Contract, type RunRecord } from './contract.ts';
import { basicCredentials, probesFor } from './probes.ts';
import { tryReadOnly } from './read-only-trial.ts';
import { missingVariable, requiredNames, runEnvironment } from './run-environment.ts';
import type { Ran, ServiceRequest } from './run-record.ts';
import { prepareStack } from './stack.ts';
import { runService } from './run-service.ts';
import { subjectOf, type Session } from './session.ts';
import { writtenPaths } from './written-paths.ts';

export interface ObservedRuns {
  facts: RunFacts;
  contract: Contract;
  /** the original, run as it was the second time */
  runAgain: () => Promise<Ran>;
}

interface Built {
  tag: string;
  index: ImageIndex;
  /** the copy of the project */
  dir: string;
}

/**
 * Runs the original twice, so that what differs from run to run is known, and once with a read-only root.
 * @throws ShipshapeError EXITS_AT_ONCE, VARIABLE_REQUIRED, NEVER_LISTENS, PROBE_UNMET
 */
export async function observeRuns(session: Session, setup: Setup, built: Built): Promise<ObservedRuns> {
  const { first, second, again, contract } = await runTwice(session, setup, built);
  const { record } = first;
  const writes = writtenPaths([...first.diff, ...second.diff], built.index, mountsOf(setup));
  const isServer = record.kind === 'server';
  if (isServer) session.say('trying it with a read-only root');
  const trial = isServer ? await tryReadOnly(session, again, contract, writes, built.index) : null;
  const health = healthOf(record.probes);
  return {
    contract,
    runAgain: () => runService(session, again),
    facts: {
      kind: record.kind,
      ports: first.listening.length > 0 ? first.listening : [...again.ports],
      startMs: Math.max(record.startMs ?? 0, second.record.startMs ?? 0),
      healthPath: health?.path ?? null,
      healthStatus: health?.status ?? rootStatus(record.probes),
      writes: trial?.writes ?? writes,
      readOnlyWorks: trial?.works ?? null,
      peakMemory: Math.max(record.peakMemory ?? 0, second.record.peakMemory ?? 0) || null,
      ...(first.siblings.size > 0 ? { siblings: siblingFacts(first, second, built.index) } : {}),
    },
  };
}

/** Two runs that started and were asked alike, and what a third one must do like them. */
export interface RanTwice {
  first: Ran;
  second: Ran;
  /** how it was run the second time, with all ports that are known now */
  again: ServiceRequest;
  contract: Contract;
}

/**
 * Runs an image twice, so that what differs from run to run is known.
 * @throws ShipshapeError EXITS_AT_ONCE, VARIABLE_REQUIRED, NEVER_LISTENS, PROBE_UNMET
 */
export async function runTwice(
  session: Session,
  setup: Setup,
  { tag, dir }: Pick<Built, 'tag' | 'dir'>,
): Promise<RanTwice> {
  const request = await serviceRequest(session, setup, tag, dir, []);
  session.say(`running ${session.subject}`);
  const first = await firstRun(session, setup, request);
  const again = first.request;
  const second = await runService(session, again);
  mustStart(session, setup, second, again);
  requireProbes(session, first.ran);
  requireAlike(session, setup, first.ran.record, second.record);
  const contract = contractOf(first.ran.record, second.record);
  return { first: first.ran, second, again, contract };
}

/** Where its image or its compose service mounts something. */
function mountsOf(setup: Setup): string[] {
  const service = composeService(setup);
  return [
    ...(setup.facts.image?.config.volumes ?? []),
    ...(service?.volumes ?? []).map(({ target }) => target),
    ...(service?.tmpfs ?? []).map((entry) => entry.replace(/:.*$/, '')),
  ];
}

/** What the other services that run the image were seen to do. */
function siblingFacts(first: Ran, second: Ran, index: ImageIndex): Record<string, RunFacts> {
  return Object.fromEntries(
    [...first.siblings].map(([name, seen]): [string, RunFacts] => [
      name,
      {
        kind: first.record.siblings[name]?.state === 'ended' ? 'job' : 'server',
        ports: [],
        startMs: 0,
        healthPath: null,
        healthStatus: null,
        writes: writtenPaths([...seen.diff, ...(second.siblings.get(name)?.diff ?? [])], index, []),
        readOnlyWorks: null,
        peakMemory: Math.max(seen.peakMemory ?? 0, second.siblings.get(name)?.peakMemory ?? 0) || null,
      },
    ]),
  );
}

/** An original that answers once and not again, or asks for a password only sometimes, cannot be compared with. */
function requireAlike(session: Session, setup: Setup, first: RunRecord, second: RunRecord): void {
  const asked = ({ probes }: RunRecord) => probes.map(({ method, path }) => `${method} ${path}`).join(', ');
  if (asked(first) === asked(second)) return;
  throw new ShipshapeError('NEVER_LISTENS', {
    what: `${subjectOf(session)} answered in one of two runs only.`,
    ...placeOf(setup),
    hint: 'Give it more time with `start: { timeout: … }` in shipshape.yaml, or name what to ask with `--probe`.',
  });
}

/** How a setup's image is run: as its compose service, in the copy of the project. */
export async function serviceRequest(
  session: Session,
  setup: Setup,
  tag: string,
  dir: string,
  ports: readonly number[],
): Promise<ServiceRequest> {
  const environment = runEnvironment(session, setup);
  const { model, service } = await composeModelOf(session, setup, dir, environment.interpolation);
  const stack = await prepareStack(session, setup, model, service, dir);
  const image = await inspectImage(session.engine, tag);
  const exposed = (image?.config.exposedPorts ?? [])
    .filter((port) => !port.endsWith('/udp'))
    .map((port) => Number.parseInt(port, 10));
  const known = publishedAs(model, service);
  // a port that others know by its published number is published by the model itself
  const own = ports.filter((port) => ![...known.values()].includes(port));
  const all = [...new Set([...publishedPorts(model, service), ...exposed, ...own])];
  return {
    model,
    service,
    stack,
    image: tag,
    ports: all,
    publishedAs: known,
    environment: environment.service,
    hasHealthCheck: hasCheck(image?.config.healthcheck?.test, model.services[service]?.['healthcheck']),
    probes: probesFor(setup, session.options.probes),
    expectsServer: all.length > 0,
    credentials: basicCredentials(environment.service),
  };
}

function hasCheck(image: readonly string[] | undefined, service: unknown): boolean {
  const own = service as { test?: string[]; disable?: boolean } | undefined;
  if (own?.disable === true || own?.test?.[0] === 'NONE') return false;
  return own?.test !== undefined || (image !== undefined && image[0] !== 'NONE');
}

/** A program that listens on a port that no file names is run again with that port published. */
async function firstRun(
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

function mustStart(session: Session, setup: Setup, ran: Ran, request: ServiceRequest): void {
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
const placeOf = ({ files, paths }: Setup): { where?: Where } =>
  files.has(paths.dockerfile) ? { where: { path: paths.dockerfile, line: null } } : {};

function unsetNames(setup: Setup, { model, service, environment }: ServiceRequest): string[] {
  const declared = model.services[service]?.['environment'] as Record<string, unknown> | undefined;
  return requiredNames(setup).filter((name) => (environment[name] ?? declared?.[name] ?? '') === '');
}

const jobFailure = (exitCode: number | null) => ({
  kind: 'exited' as const,
  message: `it ended with ${exitCode}`,
});

/** `--probe 'GET /health 200'` says what the original must answer. */
function requireProbes(session: Session, { record }: Ran): void {
  for (const { method, path, status } of session.options.probes) {
    const answer = record.probes.find((one) => one.method === method && one.path === path)?.answer;
    const told =
      answer === undefined ? 'nothing' : wasAnswered(answer) ? String(answer.status) : answer.error;
    if (status !== null && told !== String(status))
      throw new ShipshapeError('PROBE_UNMET', {
        what: `${subjectOf(session)} answers ${method} ${path} with ${told}, not with ${status}.`,
      });
  }
}

/** What `GET /` was answered with, else what any path was; null for a program that does not speak HTTP. */
function rootStatus(probes: Contract['runs'][0]['probes']): number | null {
  const answers = probes.flatMap(({ method, path, answer }) =>
    method === 'GET' && wasAnswered(answer) ? [{ path, status: answer.status }] : [],
  );
  return (answers.find(({ path }) => path === '/') ?? answers[0])?.status ?? null;
}

function healthOf(probes: Contract['runs'][0]['probes']): { path: string; status: number } | null {
  const good = probes.flatMap(({ method, path, answer }) =>
    method === 'GET' && wasAnswered(answer) && answer.status >= 200 && answer.status < 300
      ? [{ path, status: answer.status }]
      : [],
  );
  const path =
    healthRoute(good.map((one) => one.path)) ?? (good.some((one) => one.path === '/') ? '/' : good[0]?.path);
  return good.find((one) => one.path === path) ?? null;
}
