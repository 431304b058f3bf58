import { argvOf, startsWithInit } from '../../ecosystems/start-command.ts';
import { composeService } from '../../model/compose-service.ts';
import type { RunningState } from '../../model/result.ts';
import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { lastOf, shippedStage } from '../../model/stages.ts';
import { basePins, weakestPin } from '../../score/pins.ts';
import { change, seconds, size } from '../numbers.ts';
import { andList, code, counted } from './markdown.ts';
import type { SectionFacts } from './facts.ts';
import { mebibytes, volumesOf } from './how-it-runs.ts';
import { userOf } from './running.ts';

/** One thing that is better now; each part is a clause or a sentence with its full stop. */
export interface Improvement {
  title: string;
  before: string;
  after: string;
  benefit: string;
}

type Aspect = (facts: SectionFacts) => Improvement | null;

const imageSize: Aspect = ({ result: { before, after } }) => {
  const [was, is] = [before.size.uncompressed, after.size.uncompressed];
  const told = change(was, is, size);
  if (was === null || is === null || told === null || !told.better) return null;
  const content = ({ packages, attackSurface: { compilers } }: typeof before) => [
    ...(packages.os === null ? [] : [counted(packages.os, 'OS package')]),
    ...(compilers === null || compilers.count === 0
      ? []
      : [`the build tools ${andList(compilers.names.map(code))}`]),
  ];
  const noTools =
    (before.attackSurface.compilers?.count ?? 0) > 0 && after.attackSurface.compilers?.count === 0;
  const [had, has] = [content(before), content(after)].map((parts) => andList(parts));
  const holdsLess = had !== has && (noTools || (after.packages.os ?? 0) < (before.packages.os ?? 0));
  const held = (text = '') => (holdsLess && text !== '' ? `, with ${text}` : '');
  return {
    title: 'A smaller image',
    before: `${size(was)}${held(had)}.`,
    after: `${size(is)}${held(has)}${noTools ? `${has === '' ? ', with' : ' and'} no build tools` : ''}.`,
    benefit: `${told.text} to store, push and pull${holdsLess ? ', and less in it that needs updates' : ''}.`,
  };
};

const rebuild: Aspect = ({ result: { before, after } }) => {
  const [was, is] = [before.build.sourceEdit, after.build.sourceEdit];
  const told = change(was, is, seconds);
  // half a second is noise on most machines
  if (was === null || is === null || told === null || !told.better || was - is < 500) return null;
  return {
    title: 'Quicker rebuilds',
    before: `${seconds(was)} after an edit of the source.`,
    after: `${seconds(is)}.`,
    benefit: `${seconds(was - is)} less to wait, each time that the program is changed.`,
  };
};

const base: Aspect = ({ before, after }) => {
  const [was, is] = [weakestPin(before), weakestPin(after)];
  if (was === null || is === null || was.kind === is.kind || is.kind === 'none') return null;
  const order = ['none', 'floating', 'exact', 'digest'];
  if (order.indexOf(is.kind) < order.indexOf(was.kind)) return null;
  const names = (setup: Setup) => andList(basePins(setup).map(({ reference }) => code(reference)));
  return {
    title: 'A base that does not change by itself',
    before: `${names(before)}.`,
    after: `${names(after)}.`,
    benefit: 'The same Dockerfile builds on the same release next month; a new one comes when you choose.',
  };
};

const user: Aspect = ({ result: { verification }, after }) => {
  const [was, is] = [userOf(verification.before), userOf(verification.after)];
  if (was === null || is === null || was === is || is.startsWith('0:')) return null;
  const root = was.startsWith('0:');
  const stage = shippedStage(dockerfileOf(after));
  const isNumeric = /^\d+(:\d+)?$/.test((stage && lastOf(stage, 'USER')?.argument) ?? '');
  if (!root && !isNumeric) return null;
  return {
    title: root ? 'No root' : 'A user with fixed ids',
    before: `The program ran as ${root ? 'root' : was}.`,
    after: `It runs as ${is}${isNumeric ? ', and the Dockerfile names these numbers' : ''}.`,
    benefit: root
      ? 'A break-in gets the rights of an unprivileged user, not those of root.'
      : 'The ids are the same in every build, so that volumes keep their owner, and orchestrators can check that it is not root.',
  };
};

const PARTS: readonly [clause: (state: RunningState) => boolean, before: string, after: string][] = [
  [({ readOnly }) => readOnly, 'a root file system that can be written to', 'a read-only root file system'],
  [
    ({ capDrop }) => capDrop.includes('ALL'),
    "Docker's default capabilities",
    'no capabilities but those listed',
  ],
  [
    ({ securityOpt }) => securityOpt.some((one) => one.startsWith('no-new-privileges')),
    'setuid programs that may raise its rights',
    '`no-new-privileges`',
  ],
  [({ memoryLimit }) => memoryLimit !== null, 'no limit for its memory', 'a limit for its memory'],
  [({ pidsLimit }) => pidsLimit !== null, 'no limit for its processes', 'a limit for its processes'],
];

const confinement: Aspect = ({ result: { verification }, after: setup }) => {
  const { before, after } = verification;
  if (before === null || after === null) return null;
  const gained = PARTS.filter(([has]) => has(after) && !has(before));
  if (gained.length === 0) return null;
  const capabilities =
    after.capAdd.length === 0 ? 'no capabilities' : `no capabilities but ${andList(after.capAdd.map(code))}`;
  const limit = after.memoryLimit === null ? '' : `a limit of ${mebibytes(after.memoryLimit)} for its memory`;
  const words = (text: string) =>
    text === 'no capabilities but those listed'
      ? capabilities
      : text === 'a limit for its memory'
        ? limit
        : text === 'a limit for its processes'
          ? `a limit of ${after.pidsLimit} processes`
          : text;
  const writable = after.readOnly && !before.readOnly && after.writable.length > 0;
  const kept = writable
    ? volumesOf(setup, ['volume', 'bind']).filter((path) => after.writable.includes(path))
    : [];
  return {
    title: 'A container that can do less',
    before: `The container had ${andList(gained.map(([, was]) => was))}.`,
    after: `It has ${andList(gained.map(([, , is]) => words(is)))}${writable ? `; only what is mounted at ${andList(after.writable.map(code))} is not read-only` : ''}.`,
    benefit: `What a break-in could change, take over or use up is small, and ends with the container${kept.length === 0 ? '' : `, but for what lies in ${andList(kept.map(code))}`}.`,
  };
};

const init: Aspect = ({ before, after, result }) => {
  const first = (setup: Setup) => {
    const stage = shippedStage(dockerfileOf(setup));
    return argvOf(stage && (lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD')));
  };
  const has = (setup: Setup) => startsWithInit(first(setup)) || composeService(setup)?.init === true;
  if (has(before) || !has(after)) return null;
  const { before: was, after: is } = result.verification;
  const killed = was?.stopExitCode === 137 && is?.stopExitCode !== 137;
  return {
    title: 'An init as process 1',
    before: killed
      ? `The program did not react to SIGTERM and was killed after ${seconds(was.stopMs ?? 0)}.`
      : `Process 1 was ${code(first(before)?.[0] ?? 'a shell')}.`,
    after: `${initOf(first(after))} starts the program${killed && is !== null ? `, and it stops within ${seconds(is.stopMs ?? 0)}` : ''}.`,
    benefit: 'Signals reach the program, and processes that it leaves behind are reaped.',
  };
};

/** Compose's `init: true` puts one before whatever the image starts with. */
const initOf = (argv: readonly string[] | null): string =>
  startsWithInit(argv)
    ? `Process 1 is ${code(argv?.[0] ?? '')}, which`
    : "Docker's own init is process 1, and";

const health: Aspect = ({ result: { verification } }) => {
  const { before, after } = verification;
  if (after?.health !== 'healthy' || before === null || before.health === 'healthy') return null;
  return {
    title: 'A health check',
    before: before.health === null ? 'There was none.' : 'Its health check did not pass.',
    after: 'The engine asks the program itself, and it was healthy in this run.',
    benefit: 'A program that hangs is seen, and what depends on it can wait for it.',
  };
};

const context: Aspect = ({ before, after }) => {
  if (before.files.has(before.paths.ignore) || !after.files.has(after.paths.ignore)) return null;
  return {
    title: 'Only what is needed goes into the build',
    before: 'There was no ignore file: every file of the folder could get into the image.',
    after: `${code(after.paths.ignore)} keeps secrets, history and files that the build has no use for out of it.`,
    benefit: 'A `.env` or a key in the folder cannot slip into the image.',
  };
};

/** In the order in which they are told. */
export const ASPECTS: readonly Aspect[] = [
  imageSize,
  rebuild,
  user,
  confinement,
  base,
  init,
  health,
  context,
];
