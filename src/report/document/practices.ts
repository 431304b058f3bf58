import { argvOf, startsWithInit } from '../../ecosystems/start-command.ts';
import { composeService } from '../../model/compose-service.ts';
import { dockerfileOf } from '../../model/setup.ts';
import { lastOf, shippedStage } from '../../model/stages.ts';
import { basePins, weakestPin } from '../../score/pins.ts';
import { seconds } from '../numbers.ts';
import { andList, code, list } from './markdown.ts';
import { settingsOf } from '../../improvements/env-example.ts';
import type { Section, SectionFacts } from './facts.ts';
import { mebibytes } from './how-it-runs.ts';
import { statusField, userOf } from './running.ts';

/** A practice that holds for the result, as a sentence that says how that is known; null where it does not hold. */
type Practice = (facts: SectionFacts) => string | null;

const stages: Practice = ({ after, result }) =>
  dockerfileOf(after).stages.length > 1 && result.after.attackSurface.compilers?.count === 0
    ? 'What only the build needs stays in a stage of its own: no compiler was found in the image.'
    : null;

const pinned: Practice = ({ after }) => {
  const pin = weakestPin(after);
  if (pin === null || (pin.kind !== 'exact' && pin.kind !== 'digest')) return null;
  const names = basePins(after).map(({ reference }) => code(reference));
  return `Every base is named by ${pin.kind === 'digest' ? 'its digest' : 'its exact version'}: ${andList(names)}.`;
};

const notRoot: Practice = ({ result: { verification } }) => {
  const user = userOf(verification.after);
  return user === null || user.startsWith('0:')
    ? null
    : `The program does not run as root: process 1 was seen with the ids ${user}.`;
};

const readOnly: Practice = ({ result: { verification } }) =>
  verification.after?.readOnly
    ? 'The root file system is read-only: so the engine said of the running container.'
    : null;

const capabilities: Practice = ({ result: { verification } }) =>
  /^0+$/.test(statusField(verification.after, 'CapBnd') ?? 'none seen')
    ? 'All kernel capabilities are dropped: the bounding set of process 1 was empty.'
    : null;

const privileges: Practice = ({ result: { verification } }) =>
  statusField(verification.after, 'NoNewPrivs') === '1'
    ? 'No process can gain rights: the kernel showed `NoNewPrivs: 1`.'
    : null;

const limits: Practice = ({ result: { verification } }) => {
  const { memoryLimit = null, pidsLimit = null } = verification.after ?? {};
  if (memoryLimit === null || pidsLimit === null) return null;
  return `Memory is limited to ${mebibytes(memoryLimit)}, and the number of processes to ${pidsLimit}.`;
};

const healthy: Practice = ({ result: { verification } }) =>
  verification.after?.health === 'healthy' ? 'A health check asks the program itself, and it passed.' : null;

const execForm: Practice = ({ after }) => {
  const stage = shippedStage(dockerfileOf(after));
  const [entrypoint, cmd] = [stage && lastOf(stage, 'ENTRYPOINT'), stage && lastOf(stage, 'CMD')];
  const start = [entrypoint, cmd].filter((one) => one !== null);
  if (start.length === 0 || start.some(({ json }) => json === null)) return null;
  const first = argvOf(entrypoint ?? cmd);
  const init = startsWithInit(first) || composeService(after)?.init === true;
  return `The start command is in exec form${init ? `, behind an init${first !== null && startsWithInit(first) ? ` (${code(first[0] ?? '')})` : ''}` : ''}.`;
};

const stops: Practice = ({ result: { verification } }) => {
  const { stopMs = null, stopExitCode = null } = verification.after ?? {};
  return stopMs !== null && (stopExitCode === 0 || stopExitCode === 143)
    ? `It ends by itself on SIGTERM: in ${seconds(stopMs)}, with exit code ${stopExitCode}.`
    : null;
};

const ignored: Practice = ({ result, after }) =>
  after.files.has(after.paths.ignore) &&
  result.after.score.points !== null &&
  !result.after.score.lost.some(({ id }) => id === 'ignore-file')
    ? `${code(after.paths.ignore)} keeps \`.env\` and \`.git\` out of the build.`
    : null;

const noSecrets: Practice = ({ result: { after } }) =>
  after.score.points !== null && !after.score.lost.some(({ id }) => id.startsWith('secrets-in-'))
    ? 'No variable, build argument or file of the image has the name of a secret, and no secret stands in the compose service.'
    : null;

const checked: Practice = ({ result: { verification } }) =>
  verification.check !== null && /no warnings/i.test(verification.check)
    ? "BuildKit's own check (`docker build --check`) has no warnings."
    : null;

const asked: Practice = ({ after }) => {
  const entries = composeService(after)?.environment.entries ?? [];
  const required = settingsOf(after).filter((one) => one.required);
  const isAsked = (name: string) =>
    entries.some((entry) => entry.name === name && (entry.value ?? '').includes(`\${${name}:?`));
  if (required.length === 0 || !required.every(({ name }) => isAsked(name))) return null;
  return `Compose does not start without the required variables: ${required.map(({ name }) => code(name)).join(', ')}.`;
};

const PRACTICES: readonly Practice[] = [
  stages,
  pinned,
  notRoot,
  readOnly,
  capabilities,
  privileges,
  limits,
  healthy,
  execForm,
  stops,
  ignored,
  noSecrets,
  asked,
  checked,
];

/** Practices of the field that hold for the result, each checked in this run; what does not hold is not mentioned. */
export const practices: Section = (facts) => {
  const held = PRACTICES.flatMap((practice) => practice(facts) ?? []);
  return held.length === 0 ? null : list(held);
};
