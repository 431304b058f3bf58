import type { Setup } from '../model/setup.ts';
import { is } from '../model/stages.ts';
import { envPairs, type DockerfileTree, type Instruction, type Stage } from '../syntax/dockerfile/index.ts';
import { accountsIn } from './account-lines.ts';

/** The user that a RUN works as. */
export interface StepUser {
  /** null for root */
  ids: { uid: number; gid: number } | null;
  home: string;
}

/** A stage and those that it stands on, the lowest first. */
export function stagesUnder(tree: DockerfileTree, stage: Stage): Stage[] {
  const below = tree.stages
    .slice(0, stage.index)
    .findLast(({ name }) => name !== null && name === stage.base.toLowerCase());
  return below === undefined ? [stage] : [...stagesUnder(tree, below), stage];
}

/** The instructions that are in force where an instruction stands: those of the stages below, and those before it. */
export function instructionsBefore(
  tree: DockerfileTree,
  stage: Stage,
  instruction: Instruction,
): Instruction[] {
  return stagesUnder(tree, stage).flatMap(({ instructions }) =>
    instructions.includes(instruction)
      ? instructions.slice(0, instructions.indexOf(instruction))
      : instructions,
  );
}

/** The value that a variable is given by ENV or ARG before an instruction, or by the observed base; as written. */
export function variableBefore(
  setup: Setup,
  before: readonly Instruction[],
  name: string,
): { value: string; isBase: boolean } | null {
  const pair = before
    .filter((one) => is(one, 'ENV', 'ARG'))
    .flatMap((one) => envPairs(one))
    .findLast((one) => one.name === name && one.raw !== null);
  if (pair?.raw !== undefined && pair.raw !== null)
    return { value: pair.raw.includes('$') ? pair.raw : (pair.value ?? ''), isBase: false };
  const ofBase = setup.facts.image?.base.env[name];
  return ofBase === undefined ? null : { value: ofBase, isBase: true };
}

/**
 * Who a RUN works as, and where that user is at home: root's home, or that of a user that the file makes with fixed ids.
 * @returns null when the ids or the home are not known
 */
export function userAt(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  instruction: Instruction,
): StepUser | null {
  const before = instructionsBefore(tree, stage, instruction);
  const written = before.findLast((one) => is(one, 'USER'))?.argument ?? setup.facts.image?.base.user ?? '';
  const [name = '', group = ''] = written.split(':');
  const home = variableBefore(setup, before, 'HOME')?.value ?? null;
  if (home?.includes('$')) return null;
  if (name === '' || name === 'root' || name === '0') return { ids: null, home: home ?? '/root' };
  const account = stagesUnder(tree, stage)
    .flatMap((one) => accountsIn(tree, one).users)
    .map(({ command }) => command)
    .find((one) => one.name === name || one.uid === name);
  const uid = number(account?.uid) ?? number(name);
  const gid = number(group) ?? number(account?.gid) ?? uid;
  const makesHome = account?.createHome ?? (account?.verb === 'adduser' && !account.system);
  const own = account === undefined || !makesHome ? null : (account.home ?? `/home/${account.name}`);
  const known = home ?? own;
  return uid === null || gid === null || known === null ? null : { ids: { uid, gid }, home: known };
}

const number = (text: string | null | undefined): number | null =>
  /^\d+$/.test(text ?? '') ? Number(text) : null;
