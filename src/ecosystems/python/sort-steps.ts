import { is } from '../../model/stages.ts';
import type { DockerfileTree, Instruction, Stage } from '../../syntax/dockerfile/index.ts';
import { shellOf, userCommand } from '../../syntax/shell/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { programsOf, programsOfCommand } from '../called-programs.ts';
import { isAccountStep } from '../accounts.ts';
import { calledTools } from '../os/called-tools.ts';
import { installCommands, isPackageStep } from '../os/install-commands.ts';
import { firstLine, isReferenced, onlyMovesFiles, ownsByName } from '../stage-text.ts';
import { movesFiles, PACKAGE_SOURCES, partStep, type PartedStep } from './part-step.ts';
import { isEnvironmentCommand } from './pip-places.ts';
import { pipInstalls } from './pip-steps.ts';

/** The instructions of a single stage by the stage that they are wanted in; one may be in both. */
export interface Sorted {
  builder: Instruction[];
  runtime: Instruction[];
  /** work taken out of the builder's steps */
  edits: Map<Instruction, Edit[]>;
  /** what the stage that ships does of a step that installs as well, before and after its OS packages are there */
  rests: Map<Instruction, Pick<PartedStep, 'before' | 'after'>>;
  /** steps of the stage that ships that may need the packages */
  needPackages: Set<Instruction>;
  /** OS packages whose programs the stage that ships calls while it is built */
  tools: string[];
}

/** Settings that no build step reads. */
const RUN_TIME_ONLY =
  /^(PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PORT|HOST|FLASK_|DJANGO_|GUNICORN_|WEB_CONCURRENCY)/;

/**
 * Sorts a stage's instructions into a builder, which ends with the last of the installing steps, and what ships.
 * @param steps the instructions that fill what is copied over
 * @param left names of the OS packages that stay behind
 * @param keepsRoot the base has another user, so that the builder has to become root as well
 * @returns a sentence where they cannot be told apart
 */
export function sortSteps(
  tree: DockerfileTree,
  stage: Stage,
  steps: readonly Instruction[],
  left: readonly string[],
  keepsRoot: boolean,
): Sorted | string {
  const positions = steps.map((one) => stage.instructions.indexOf(one));
  const [first, last] = [Math.min(...positions), Math.max(...positions)];
  const needsAccounts = ownsByName(stage.instructions.slice(0, last));
  const sorted: Sorted = {
    builder: [],
    runtime: [],
    edits: new Map(),
    rests: new Map(),
    needPackages: new Set(),
    tools: [],
  };
  const { builder, runtime } = sorted;
  const firstOs = stage.instructions.find((one) => installCommands(one, tree.source).length > 0);
  for (const [index, instruction] of stage.instructions.entries()) {
    const before = index < last;
    if (installs(tree, instruction)) {
      const parted = partStep(tree, instruction);
      if (typeof parted === 'string') return parted;
      const byPip = !isByOsAlone(tree, instruction);
      if (before || (byPip && index === last)) builder.push(instruction);
      if (parted.before === null && parted.after === null) continue;
      const called = calledTools(parted.work.flatMap(programsOfCommand), left);
      if (typeof called === 'string') return leftBehind(called, instruction);
      sorted.tools.push(...called);
      const comesFirst = parted.before === null || instruction === firstOs || parted.work.every(movesFiles);
      if (!comesFirst || (instruction !== firstOs && PACKAGE_SOURCES.test(parted.before ?? '')))
        return ORDER_OF_PACKAGES;
      runtime.push(instruction);
      sorted.rests.set(instruction, parted);
      if (byPip) sorted.edits.set(instruction, parted.builder);
      if (byPip && !parted.work.every(movesFiles)) sorted.needPackages.add(instruction);
    } else if (is(instruction, 'RUN') && !isAccountStep(instruction, tree.source)) {
      const called =
        shellOf(instruction, tree.source) === null
          ? 'a program of its own'
          : calledTools(programsOf(tree, instruction), left);
      if (typeof called === 'string') return leftBehind(called, instruction);
      sorted.tools.push(...called);
      const isPlain = onlyMovesFiles(tree, instruction);
      if (index > first && !isPlain) sorted.needPackages.add(instruction);
      if (before && (index < first || isPlain)) builder.push(instruction);
      runtime.push(instruction);
    } else if (is(instruction, 'RUN')) {
      if (before && needsAccounts) builder.push(instruction);
      runtime.push(instruction);
    } else if (
      is(instruction, 'COPY', 'ADD', 'WORKDIR', 'SHELL') ||
      (is(instruction, 'ENV') && !onlyRunTime(instruction))
    ) {
      if (before) builder.push(instruction);
      runtime.push(instruction);
    } else if (
      keepsRoot &&
      before &&
      is(instruction, 'USER') &&
      /^(root|0)(:|$)/.test(instruction.argument)
    ) {
      builder.push(instruction);
      runtime.push(instruction);
    } else if (is(instruction, 'ARG')) {
      if (before) builder.push(instruction);
      else runtime.push(instruction);
    } else runtime.push(instruction);
  }
  if (worksBetween(tree, stage, sorted)) return ORDER_OF_PACKAGES;
  const args = builder.filter((one) => is(one, 'ARG') && isReferenced(tree, one, runtime));
  return { ...sorted, runtime: [...runtime, ...args] };
}

const ORDER_OF_PACKAGES = 'a step between two installations of OS packages may need the first one';

/** A step that installs by pip, makes an environment, or installs OS packages. */
const installs = (tree: DockerfileTree, instruction: Instruction): boolean =>
  isPackageStep(instruction, tree.source) ||
  installCommands(instruction, tree.source).length > 0 ||
  !isByOsAlone(tree, instruction);

function isByOsAlone(tree: DockerfileTree, instruction: Instruction): boolean {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  return (
    pipInstalls(instruction, tree.source).length === 0 &&
    !(script?.commands.some(isEnvironmentCommand) ?? false)
  );
}

const leftBehind = (tool: string, instruction: Instruction): string =>
  `a step that makes files calls ${tool}, which would be left behind: ${firstLine(instruction)}`;

/** The packages that ship are installed in one step: nothing else may stand between their installations. */
function worksBetween(tree: DockerfileTree, stage: Stage, { runtime }: Sorted): boolean {
  const isStep = (one: Instruction) => installCommands(one, tree.source).length > 0;
  const between = stage.instructions.slice(
    stage.instructions.findIndex(isStep),
    stage.instructions.findLastIndex(isStep),
  );
  return between.some((one, index) => {
    if (index > 0 && is(one, 'RUN', 'COPY', 'ADD') && PACKAGE_SOURCES.test(one.argument)) return true;
    if (!is(one, 'RUN') || !runtime.includes(one) || isAccountStep(one, tree.source)) return false;
    const parted = installs(tree, one) ? partStep(tree, one) : null;
    if (parted === null || typeof parted === 'string') return !onlyMovesFiles(tree, one);
    return !parted.work.every((command) => movesFiles(command) || userCommand(command) !== null);
  });
}

const onlyRunTime = (instruction: Instruction): boolean =>
  instruction.words.every(({ raw }) => RUN_TIME_ONLY.test(raw));
