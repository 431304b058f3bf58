import type { Answer, ContractResult, Difference, ProbeResult } from '../model/result.ts';
import { compareBody, compareLines, wasAnswered, type RecordedAnswer } from './compare/index.ts';
import type { Contract, Health, ProbeExpectation, RunRecord, SiblingRecord } from './contract.ts';

/** Every breach of the contract by one run of the result; empty when it is met. */
export function compareContracts(before: Contract, after: RunRecord): Difference[] {
  return [
    ...kindDifferences(before, after),
    ...before.probes.flatMap((probe, index) => probeDifferences(probe, after.probes[index]?.answer)),
    ...portDifferences(before, after),
    ...jobDifferences(before, after),
    ...healthDifferences(before, after),
    ...restartDifferences(before, after),
    ...siblingDifferences(before, after),
    ...stopDifferences(before, after),
    ...timeDifferences('start time', before, after, (run) => run.startMs),
  ];
}

/** The same as the report and the JSON output have it. */
export function contractResult(before: Contract, after: RunRecord): ContractResult {
  const differences = compareContracts(before, after);
  const probes = before.probes.map((probe, index): ProbeResult => {
    const answer = after.probes[index]?.answer;
    return {
      method: probe.method,
      path: probe.path,
      headers: [...probe.headersSent],
      before: told(probe.before),
      after: told(answer),
      equal: probeDifferences(probe, answer).length === 0,
    };
  });
  return { met: differences.length === 0, probes, differences };
}

const told = (answer: RecordedAnswer | undefined): Answer =>
  answer !== undefined && wasAnswered(answer)
    ? { status: answer.status, type: answer.type }
    : { status: null, type: null };

function kindDifferences({ runs: [first] }: Contract, after: RunRecord): Difference[] {
  return first.kind === after.kind ? [] : [{ field: 'kind', before: first.kind, after: after.kind }];
}

function probeDifferences(probe: ProbeExpectation, answer: RecordedAnswer | undefined): Difference[] {
  const name = `${probe.method} ${probe.path}`;
  if (answer === undefined || !wasAnswered(answer)) {
    if (probe.status === null && probe.body.kind === 'nothing') return [];
    const before = probe.status === null ? 'an answer' : String(probe.status);
    return [{ field: `${name} status`, before, after: `no answer: ${answer?.error ?? 'not probed'}` }];
  }
  const differences: Difference[] = [];
  if (probe.status !== null && probe.status !== answer.status)
    differences.push({
      field: `${name} status`,
      before: String(probe.status),
      after: String(answer.status),
    });
  if (probe.type !== undefined && probe.type !== answer.type)
    differences.push({
      field: `${name} content type`,
      before: probe.type ?? 'none',
      after: answer.type ?? 'none',
    });
  // Another status or type comes with another body; saying so again helps nobody.
  if (differences.length > 0) return differences;
  const { difference } = compareBody(probe.body, answer);
  return difference === null
    ? []
    : [{ field: `${name} body`, before: 'as in both runs of the original', after: difference }];
}

function portDifferences({ runs: [first, second] }: Contract, after: RunRecord): Difference[] {
  const shared = first.ports.filter((port) => second.ports.includes(port));
  const seen = new Set([...first.ports, ...second.ports]);
  const missing = shared.some((port) => !after.ports.includes(port));
  // Ports that come and go between runs are chosen at random; nothing can be said of new ones then.
  const fixed = seen.size === shared.length;
  if (!missing && !(fixed && after.ports.some((port) => !seen.has(port)))) return [];
  return [{ field: 'ports', before: listOf(shared), after: listOf(after.ports) }];
}

const listOf = (ports: readonly number[]): string =>
  ports.length === 0 ? 'none' : [...ports].sort((a, b) => a - b).join(', ');

function jobDifferences({ runs: [first, second], output }: Contract, after: RunRecord): Difference[] {
  const differences: Difference[] = [];
  if (first.exitCode === second.exitCode && first.exitCode !== after.exitCode)
    differences.push({
      field: 'exit code',
      before: codeOf(first.exitCode),
      after: codeOf(after.exitCode),
    });
  if (first.kind === 'job') {
    const { difference } = compareLines(output, after.stdout);
    if (difference !== null)
      differences.push({ field: 'output', before: 'as in both runs of the original', after: difference });
  }
  return differences;
}

const codeOf = (code: number | null): string => (code === null ? 'still running' : String(code));

const HEALTH_RANK: Record<Health, number> = { unhealthy: 0, none: 1, healthy: 2 };

function healthDifferences({ runs: [first, second] }: Contract, after: RunRecord): Difference[] {
  const before = HEALTH_RANK[first.health] < HEALTH_RANK[second.health] ? first.health : second.health;
  if (HEALTH_RANK[after.health] >= HEALTH_RANK[before]) return [];
  return [{ field: 'health', before, after: after.health }];
}

/** An original that stayed at the first start must not need a second one. */
function restartDifferences({ runs }: Contract, after: RunRecord): Difference[] {
  const most = Math.max(...runs.map(({ restarts }) => restarts));
  if (most > 0 || after.restarts === 0) return [];
  return [{ field: 'restarts', before: 'none', after: String(after.restarts) }];
}

/** What both runs of the original agree on for the other services that run the image. */
function siblingDifferences({ runs: [first, second] }: Contract, after: RunRecord): Difference[] {
  return Object.entries(first.siblings).flatMap(([name, one]) => {
    const other = second.siblings[name];
    const now = after.siblings[name];
    if (other === undefined || sayOf(one) !== sayOf(other)) return [];
    if (now === undefined || sayOf(one) !== sayOf(now))
      return [
        {
          field: `service ${name}`,
          before: sayOf(one),
          after: now === undefined ? 'not started' : sayOf(now),
        },
      ];
    const before = HEALTH_RANK[one.health] < HEALTH_RANK[other.health] ? one.health : other.health;
    if (HEALTH_RANK[now.health] >= HEALTH_RANK[before]) return [];
    return [{ field: `health of ${name}`, before, after: now.health }];
  });
}

const sayOf = ({ state, exitCode }: SiblingRecord): string =>
  state === 'ended' ? `ended with ${codeOf(exitCode)}` : state;

/** Ended by the program itself on the stop signal, or by the signal. */
const CLEAN_STOPS = [0, 143];

function stopDifferences(before: Contract, after: RunRecord): Difference[] {
  const codes = before.runs.map((run) => run.stopExitCode);
  const differences = timeDifferences('time to stop', before, after, (run) => run.stopMs);
  if (codes.includes(null) || codes.includes(after.stopExitCode)) return differences;
  if (after.stopExitCode !== null && CLEAN_STOPS.includes(after.stopExitCode)) return differences;
  const shown = [...new Set(codes)].map(codeOf).join(' or ');
  return [
    { field: 'exit code when stopped', before: shown, after: codeOf(after.stopExitCode) },
    ...differences,
  ];
}

/** At most half as long again and a second more than the slower run of the original. */
function timeDifferences(
  field: string,
  { runs }: Contract,
  after: RunRecord,
  timeOf: (run: RunRecord) => number | null,
): Difference[] {
  const times = runs.map(timeOf).filter((time) => time !== null);
  if (times.length === 0) return [];
  const slowest = Math.max(...times);
  const time = timeOf(after);
  if (time !== null && time <= slowest * 1.5 + 1000) return [];
  return [{ field, before: `${slowest} ms`, after: time === null ? 'never' : `${time} ms` }];
}
