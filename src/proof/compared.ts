import type { ProofLevel } from '../model/result.ts';
import { wasAnswered } from './compare/index.ts';
import type { Contract, ProbeExpectation } from './contract.ts';

/** What a contract asks of a run, one clause for each thing that is compared. */
export function comparedOf({ runs, probes, output }: Contract): string[] {
  const [first, second] = runs;
  if (first.kind === 'job')
    return [
      ...(first.exitCode === second.exitCode ? [`exit code ${first.exitCode}`] : []),
      ...(output.lines.length > 0 || output.exact ? ['output'] : []),
    ];
  return [
    ...probes.flatMap(probeClause),
    ...(first.ports.length > 0 ? [`ports ${first.ports.join(', ')}`] : []),
    ...(first.health === 'none' ? [] : [`health check: ${first.health}`]),
    'time to stop and exit code when stopped',
    ...(first.startMs === null ? [] : ['start time']),
  ];
}

function probeClause({ method, path, status, type, body }: ProbeExpectation): string[] {
  const fields = [
    ...(status === null ? [] : [`status ${status}`]),
    ...(type === undefined ? [] : [`content type ${type ?? 'none'}`]),
    ...(body.kind === 'nothing' ? [] : ['body']),
  ];
  return fields.length === 0 ? [] : [`${method} ${path}: ${fields.join(', ')}`];
}

/** "builds", "stays up" and "answers" are three different words; a job whose output was compared has answered. */
export function levelOf({ runs: [first] }: Contract): ProofLevel {
  if (first.kind === 'job') return 'answers';
  return first.probes.some(({ answer }) => wasAnswered(answer)) ? 'answers' : 'stays-up';
}
