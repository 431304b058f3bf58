import { composeService } from '../../model/compose-service.ts';
import { dockerfileOf } from '../../model/setup.ts';
import { lastOf, shippedStage } from '../../model/stages.ts';
import { parseYaml } from '../../syntax/yaml/index.ts';
import { basePins, weakestPin } from '../../score/pins.ts';
import { seconds } from '../numbers.ts';
import { andList, code, counted, list } from './markdown.ts';
import { backup } from './backup.ts';
import type { Section, SectionFacts } from './facts.ts';
import { imageName, mebibytes } from './how-it-runs.ts';
import { kubernetes } from './kubernetes.ts';

/** One concrete line, made of the facts of this run; null where they give no reason for it. */
type Step = (facts: SectionFacts) => string | null;

const scanning: Step = ({ result: { after }, after: setup, document }) => {
  const { os, language } = after.packages;
  const held = os === null ? '' : `: ${os} OS packages and ${language ?? 0} language packages are in it`;
  return `**Scan in CI.** Look for known vulnerabilities at each build and once a week${held}. For example ${code(`trivy image --exit-code 1 --severity HIGH,CRITICAL ${imageName(document.project, setup)}`)}.`;
};

const updates: Step = ({ after }) => {
  const pin = weakestPin(after);
  if (pin === null || pin.kind === 'none' || pin.kind === 'floating') return null;
  const names = basePins(after).map(({ reference }) => code(reference));
  return `**Keep the base up to date.** ${andList(names)} ${names.length === 1 ? 'stays as it is until someone raises it' : 'stay as they are until someone raises them'}: let Renovate or Dependabot propose that.`;
};

const limits: Step = ({ result, after }) => {
  const peak = result.after.peakMemory;
  if (peak === null) return null;
  const limit = result.verification.after?.memoryLimit ?? null;
  if (limit === null)
    return `**Limit its resources.** It took ${mebibytes(peak)} at its peak in this run, and nothing limits it: set a memory limit where it is run.`;
  const cpus = composeService(after)?.deployLimits?.cpus ?? composeService(after)?.oldLimits?.cpus ?? null;
  const asked =
    result.contract.probes.length === 0
      ? ''
      : `, answering ${counted(result.contract.probes.length, 'request')}`;
  const processor = cpus === null ? ' Nothing limits its processor time yet.' : '';
  return `**Check the limits under real load.** It took ${mebibytes(peak)} of ${mebibytes(limit)} at its peak${asked}.${processor}`;
};

/** Docker ends with SIGKILL what has not ended ten seconds after SIGTERM; 137 is the exit code of that. */
const stop: Step = ({ result: { verification }, after }) => {
  const { stopMs = null, stopExitCode = null } = verification.after ?? {};
  if (stopMs === null || stopExitCode !== 137) return null;
  const stage = shippedStage(dockerfileOf(after));
  const start = stage && (lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD'));
  const shell =
    start !== null && start.json === null
      ? ' Its start command is in shell form, and a shell hands no signal on: write `exec` before its last command, and put an init in front (`init: true` in compose).'
      : '';
  return `**Let it stop by itself.** It did not end on SIGTERM and was killed after ${seconds(stopMs)}, with whatever it was doing.${shell}`;
};

const METRICS = /(^|\/)metrics$/;

/** What was compared says little where all answers were errors. */
const requests: Step = ({ result: { contract, proof } }) => {
  const seen = [...new Set(contract.probes.map(({ after: { status } }) => status))];
  if (proof !== 'answers' || seen.length === 0 || seen.some((status) => status === null || status < 400))
    return null;
  return `**Name requests that it answers.** All that was asked for was answered with ${andList(seen.map(String))}: requests that matter, below \`probes\` in \`shipshape.yaml\`, make the next run prove more.`;
};

const monitoring: Step = ({ result, after }) => {
  if (after.facts.run?.kind !== 'server') return null;
  const asked = result.contract.probes.filter(({ path }) => METRICS.test(path));
  const seen = asked.find(({ after: { status } }) => status !== null && status < 400) ?? asked[0];
  if (seen === undefined)
    return '**Monitor it.** No metrics route was seen: watch at least whether the health check passes, and how often it restarts.';
  const password = asked.some(({ after: { status } }) => status === 401)
    ? ', with the user and password that it asks for'
    : '';
  return `**Monitor it.** Let Prometheus scrape ${code(seen.path)}${password}.`;
};

const logging: Step = ({ after }) => {
  const { compose, service } = after.paths;
  const text = after.files.get(compose ?? '');
  if (text === undefined || service === null) return null;
  if (parseYaml(text).has(['services', service, 'logging'])) return null;
  return `**Bound its logs.** Docker's default log files grow without end: give ${code(service)} the driver ${code('local')} (${code('logging: { driver: local }')}), or send the logs to where you read them.`;
};

const losses: Step = ({ result: { after } }) => {
  const worst = after.score.lost.filter(({ points, id }) => points >= 3 && !id.startsWith('rule:'));
  if (worst.length === 0) return null;
  const told = worst.slice(0, 3).map(({ what, points }) => `${what} (−${points})`);
  return `**What costs most points still:** ${told.join('; ')}.`;
};

const dropped: Step = ({ result: { changes } }) => {
  const left = changes.filter(({ outcome }) => outcome === 'dropped');
  if (left.length === 0) return null;
  return `**Come back to what did not hold:** ${andList(left.map(({ title }) => title))}; below is told why.`;
};

const STEPS: readonly Step[] = [
  scanning,
  updates,
  limits,
  stop,
  requests,
  monitoring,
  logging,
  backup,
  kubernetes,
  losses,
  dropped,
];

export const nextSteps: Section = (facts) => {
  const steps = STEPS.flatMap((step) => step(facts) ?? []);
  return steps.length === 0 ? null : list(steps);
};
