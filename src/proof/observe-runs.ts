import { ShipshapeError } from '../errors.ts';
import { healthRoute } from '../ecosystems/health-probe.ts';
import type { ImageIndex } from '../image/index.ts';
import { composeService } from '../model/compose-service.ts';
import type { RunFacts } from '../model/facts.ts';
import type { Setup } from '../model/setup.ts';
import { wasAnswered } from './compare/index.ts';
import { contractOf, type Contract, type RunRecord } from './contract.ts';
import { firstRun } from './first-run.ts';
import { tryReadOnly } from './read-only-trial.ts';
import type { Ran, ServiceRequest } from './run-record.ts';
import { runService } from './run-service.ts';
import { serviceRequest } from './service-request.ts';
import { subjectOf, type Session } from './session.ts';
import { mustStart, placeOf } from './start-error.ts';
import { writtenPaths } from './written-paths.ts';

export interface ObservedRuns {
  facts: RunFacts;
  contract: Contract;
  /** how it was run the second time */
  again: ServiceRequest;
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
    again,
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
