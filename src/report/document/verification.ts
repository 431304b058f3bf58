import type { ProbeResult } from '../../model/result.ts';
import { block, cell, table } from './markdown.ts';
import type { Section, SectionFacts } from './facts.ts';
import { addressOf, buildOptions, composeCommand, contextOf, imageName } from './how-it-runs.ts';

/** Commands to look for oneself, each with what this run saw. */
export const verification: Section = (facts) => {
  const { result } = facts;
  const steps = [check(facts), process(facts), inspected(facts), answers(facts)].flatMap(
    (step) => step ?? [],
  );
  if (steps.length === 0)
    return result.proof === 'none' ? 'Nothing was run, so there is nothing to show.' : null;
  return [
    'Below each command stands what this run saw of the result. The requests were sent by Shipshape itself; `curl` asks the same.',
    ...steps,
  ].join('\n\n');
};

const shell = (command: string, output: readonly string[]): string =>
  block([`$ ${command}`, ...output], 'console');

function check({ result, after }: SectionFacts): string | null {
  const output = result.verification.check;
  return output === null
    ? null
    : shell(`docker build --check${buildOptions(after)} ${contextOf(after)}`, output.split('\n'));
}

/** How a person names the container: through compose, or by the name given to `docker run`. */
function container({ after, document }: SectionFacts): { exec: string; id: string } {
  const { compose, service } = after.paths;
  const name = imageName(document.project, after);
  if (compose === null || service === null) return { exec: `docker exec ${name}`, id: name };
  const command = composeCommand(after.paths);
  return { exec: `${command} exec ${service}`, id: `"$(${command} ps --quiet ${service})"` };
}

function process(facts: SectionFacts): string | null {
  const lines = facts.result.verification.after?.process ?? [];
  if (lines.length === 0) return null;
  const names = lines.map((line) => line.slice(0, line.indexOf(':')));
  return shell(`${container(facts).exec} cat /proc/1/status | grep -E '^(${names.join('|')}):'`, lines);
}

function inspected(facts: SectionFacts): string | null {
  const state = facts.result.verification.after;
  if (state === null) return null;
  const fields: [name: string, field: string, value: string | null][] = [
    ['health', '.State.Health.Status', state.health],
    ['read-only', '.HostConfig.ReadonlyRootfs', String(state.readOnly)],
    ['memory', '.HostConfig.Memory', state.memoryLimit === null ? null : String(state.memoryLimit)],
    ['processes', '.HostConfig.PidsLimit', state.pidsLimit === null ? null : String(state.pidsLimit)],
  ];
  const seen = fields.filter(([, , value]) => value !== null);
  const format = seen.map(([name, field]) => `${name}={{${field}}}`).join(' ');
  return shell(`docker inspect --format '${format}' ${container(facts).id}`, [
    seen.map(([name, , value]) => `${name}=${value}`).join(' '),
  ]);
}

function answers({ result, after }: SectionFacts): string | null {
  const { probes } = result.contract;
  const address = addressOf(after);
  if (probes.length === 0) return null;
  const rows = probes.map((probe) => [
    cell(`${probe.method} ${probe.path}`) + sent(probe),
    told(probe.before),
    told(probe.after),
    probe.equal ? 'alike' : '**differ**',
  ]);
  // with a password or a body of its own a request is no one-liner
  const plainOnes = probes.filter(
    ({ method, headers, after: { status } }) => method === 'GET' && headers.length === 0 && status !== null,
  );
  const commands = plainOnes.flatMap(({ path, after: { status } }) => [
    `$ curl -s -o /dev/null -w '%{http_code}\\n' ${address}${path}`,
    String(status),
  ]);
  return [
    table(['request', 'original', 'result', 'status, type and body'], rows),
    ...(address === null || commands.length === 0 ? [] : [block(commands, 'console')]),
  ].join('\n\n');
}

const sent = ({ headers }: ProbeResult): string =>
  headers.length === 0 ? '' : ` with ${headers.join(', ')}`;

const told = ({ status, type }: ProbeResult['after']): string =>
  status === null ? 'no answer' : [status, type].filter((part) => part !== null).join(' ');
