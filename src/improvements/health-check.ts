import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeService, setInService } from '../model/compose-service.ts';
import { seenFrom } from '../model/every-service.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, lastOf, shippedStage } from '../model/stages.ts';
import { withoutToolPackage } from '../ecosystems/os/without-tool.ts';
import { probeOf, type HealthProbe } from '../ecosystems/health-probe.ts';
import {
  insertAfter,
  insertBefore,
  replaceInstruction,
  setFlag,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

/** Seconds; 30 / 10 / 3 are the values that the field has settled on for HTTP services. */
const INTERVAL = 30;
const TIMEOUT = 10;
const RETRIES = 3;

/** Rounds a start time up to 5, 10, 30 or 60 s, so that a second run finds the same value. */
export function startPeriod(startMs: number | null): number {
  const seconds = (startMs ?? 0) / 1000;
  return [5, 10, 30].find((step) => seconds <= step / 2) ?? 60;
}

export const healthCheck: Change = {
  id: 'health-check',
  title: 'Health check with what the image has',
  why: 'The engine restarts and routes by this check: it must ask the real address, wait long enough and need no extra package.',
  class: 'needs-proof',
  rungs: ['own-runtime'],
  examples: [],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    const run = setup.facts.run;
    if (run?.kind === 'job') return notNeeded('it runs to its end: there is nothing to ask');
    const existing = lastOf(stage, 'HEALTHCHECK');
    if (existing?.words[0]?.value.toUpperCase() === 'NONE') return notNeeded('it is switched off on purpose');
    if (existing !== null && serves(existing)) return notNeeded('there is one, and its times serve');
    if (existing !== null && !asksByTool(existing)) {
      const times = applyEdits(tree.source, waitingTimes(existing, startPeriod(run?.startMs ?? null)));
      return applied(withDockerfile(setup, times), 'its own command stays, with time to start and to answer');
    }
    const probe = probeOf(setup, existing);
    if (probe === null)
      return notNeeded(
        'no address is known that could be asked, or no program in the image that could ask it',
      );
    const text = instructionText(probe, existing, startPeriod(run?.startMs ?? null));
    const edits =
      existing === null ? insertCheck(tree, stage, text) : replaceInstruction(tree, existing, text);
    const written = withDockerfile(setup, applyEdits(tree.source, edits));
    const changed = existing === null ? withoutCheckOfOthers(written) : written;
    return applied(withoutLeftTools(changed, existing), ...evidenceOf(probe, setup));
  },
};

/** A worker starts from the same image with another command, and answers no address: the image's check is not for it. */
function withoutCheckOfOthers(setup: Setup): Setup {
  let current = setup;
  for (const name of setup.paths.siblings ?? []) {
    const service = composeService(seenFrom(current, name));
    if (service === null || service.healthcheck !== null) continue;
    if (service.command === null && service.entrypoint === null) continue;
    current = setInService(current, [[['healthcheck'], { disable: true }]], name).setup ?? current;
  }
  return current;
}

/** A check that asks with the image's own means and has times that suit is left as it is. */
function serves(check: Instruction): boolean {
  const flag = (name: string) => check.flags.find((one) => one.name === name)?.value ?? null;
  const timeout = seconds(flag('timeout'));
  return !asksByTool(check) && flag('start-period') !== null && (timeout === null || timeout >= 5);
}

const asksByTool = (check: Instruction): boolean => /\b(curl|wget)\b/.test(check.argument);

function waitingTimes(check: Instruction, start: number): Edit[] {
  const flag = (name: string) => check.flags.find((one) => one.name === name)?.value ?? null;
  return [
    ...((seconds(flag('timeout')) ?? TIMEOUT) < 5 ? setFlag(check, 'timeout', `${TIMEOUT}s`) : []),
    ...(flag('start-period') === null ? setFlag(check, 'start-period', `${start}s`) : []),
  ];
}

/** Seconds of a Go duration such as `1m30s` or `500ms`; null for none. */
function seconds(duration: string | null): number | null {
  if (duration === null) return null;
  const unit: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  let total = 0;
  for (const [, amount, name] of duration.matchAll(/([\d.]+)(ms|h|m|s)/g))
    total += Number(amount) * (unit[name ?? 's'] ?? 0);
  return total;
}

function instructionText(probe: HealthProbe, existing: Instruction | null, start: number): string {
  const own = (name: string) => existing?.flags.find((flag) => flag.name === name)?.value ?? null;
  const longEnough = (seconds(own('timeout')) ?? 0) >= TIMEOUT ? own('timeout') : `${TIMEOUT}s`;
  const flags = [
    `--interval=${own('interval') ?? `${INTERVAL}s`}`,
    `--timeout=${longEnough}`,
    `--start-period=${own('start-period') ?? `${start}s`}`,
    ...(own('start-interval') === null ? [] : [`--start-interval=${own('start-interval')}`]),
    `--retries=${own('retries') ?? RETRIES}`,
  ];
  return `HEALTHCHECK ${flags.join(' ')} \\\n    CMD ${JSON.stringify(probe.command).replaceAll('","', '", "')}`;
}

/** A health check reads naturally before ENTRYPOINT and CMD, else at the stage's end. */
function insertCheck(tree: DockerfileTree, stage: Stage, text: string): Edit[] {
  const start = stage.instructions.find((instruction) => is(instruction, 'ENTRYPOINT', 'CMD'));
  return start === undefined
    ? insertAfter(tree, stage.instructions.at(-1) ?? stage.from, text)
    : insertBefore(tree, start, text);
}

/** The package of the tool that only the old check called has nothing left to do. */
function withoutLeftTools(setup: Setup, old: Instruction | null): Setup {
  const tools = ['curl', 'wget'].filter(
    (tool) => old !== null && new RegExp(`\\b${tool}\\b`).test(old.argument),
  );
  return tools.reduce((current, tool) => withoutToolPackage(current, tool), setup);
}

function evidenceOf(probe: HealthProbe, setup: Setup): string[] {
  const run = setup.facts.run;
  return run?.healthPath !== probe.path || !run.ports.includes(probe.port)
    ? [`${probe.path} on port ${probe.port}, read from the files`]
    : [
        `GET ${probe.path} on port ${probe.port} was answered with ${run.healthStatus ?? 'something'}`,
        `it took ${(run.startMs / 1000).toFixed(1)} s to start`,
      ];
}
