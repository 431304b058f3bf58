import { isSecretName } from '../ecosystems/secret-name.ts';
import { holdsPassword } from '../ecosystems/variables.ts';
import { composeService } from '../model/compose-service.ts';
import type { Measurement, RunningState } from '../model/result.ts';
import { runUser } from '../model/run-user.ts';
import type { Setup } from '../model/setup.ts';
import { createIgnore } from '../syntax/ignore/index.ts';
import type { ScoreFacts } from './facts.ts';
import { hostAccess } from './host-access.ts';
import { weakestPin } from './pins.ts';

/** What was found out about a setup's image and container. */
export interface Scored {
  setup: Setup;
  measurement: Measurement;
  /** null where the container did not run long enough to be asked: then the files are believed */
  state: RunningState | null;
  kind: ScoreFacts['kind'];
  secretsInImage: string[];
  writableCode: string[];
  findings: ScoreFacts['findings'];
}

/** Brings together what the score is made of. */
export function scoreFacts(scored: Scored): ScoreFacts {
  const { setup, measurement, state, kind, secretsInImage, writableCode, findings } = scored;
  return {
    kind,
    uid: idsOf(setup, state).uid,
    hostAccess: hostAccess(setup, state),
    readOnly: state?.readOnly ?? composeService(setup)?.readOnly ?? false,
    capabilities: capabilitiesOf(setup, state),
    noNewPrivileges: noNewPrivileges(setup, state),
    limits: limitsOf(setup, state),
    health: healthOf(state),
    secretsInImage,
    secretsInCompose: secretsInCompose(setup),
    packages: measurement.packages,
    attackSurface: measurement.attackSurface,
    writableCode,
    pin: weakestPin(setup),
    letThrough: letThrough(setup),
    findings,
  };
}

/** A line of the first process's status, without its name. */
const status = (state: RunningState | null, name: string): string | null =>
  state?.process
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim() ?? null;

/** The effective ids, the second ones of `Uid: real effective saved file system`; else those that the files name. */
export function idsOf(setup: Setup, state: RunningState | null): { uid: number; gid: number } {
  const id = (name: string) => status(state, name)?.split(/\s+/)[1];
  const { uid, gid } = runUser(setup);
  return { uid: Number(id('Uid') ?? uid), gid: Number(id('Gid') ?? gid) };
}

/** The bounding set is what a process can ever come to, whatever it starts. */
function capabilitiesOf(setup: Setup, state: RunningState | null): ScoreFacts['capabilities'] {
  const bounding = status(state, 'CapBnd');
  if (bounding !== null && /^0+$/.test(bounding)) return 'none';
  const dropped = state?.capDrop ?? composeService(setup)?.capDrop ?? [];
  if (!dropped.some((name) => name.toUpperCase() === 'ALL')) return 'default';
  return (state?.capAdd ?? composeService(setup)?.capAdd ?? []).length === 0 ? 'none' : 'some';
}

function noNewPrivileges(setup: Setup, state: RunningState | null): boolean {
  const seen = status(state, 'NoNewPrivs');
  if (seen !== null) return seen === '1';
  const options = state?.securityOpt ?? composeService(setup)?.securityOpt ?? [];
  return options.some((option) => /^no-new-privileges(?:[:=]true)?$/.test(option));
}

function limitsOf(setup: Setup, state: RunningState | null): ScoreFacts['limits'] {
  if (state !== null) return { memory: state.memoryLimit !== null, pids: state.pidsLimit !== null };
  const service = composeService(setup);
  const has = (name: 'memory' | 'pids') =>
    (service?.deployLimits?.[name] ?? service?.oldLimits?.[name] ?? null) !== null;
  return { memory: has('memory'), pids: has('pids') };
}

function healthOf(state: RunningState | null): ScoreFacts['health'] {
  const health = state?.health ?? null;
  return health === null ? 'none' : health === 'healthy' ? 'healthy' : 'unhealthy';
}

function secretsInCompose(setup: Setup): string[] {
  const entries = composeService(setup)?.environment.entries ?? [];
  return entries
    .filter(
      ({ name, value }) =>
        value !== null &&
        value !== '' &&
        !value.includes('$') &&
        (isSecretName(name) || holdsPassword(value)),
    )
    .map(({ name }) => name);
}

/** What must not come into a build, and a file that stands for it. */
const KEPT_OUT: readonly [what: string, path: string][] = [
  ['.env', '.env'],
  ['.git', '.git/config'],
];

function letThrough({ files, paths }: Setup): string[] | null {
  const text = files.get(paths.ignore);
  if (text === undefined) return null;
  const ignore = createIgnore(text);
  return KEPT_OUT.filter(([, path]) => !ignore.ignores(path)).map(([what]) => what);
}
