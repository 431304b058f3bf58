import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import {
  inFileStyle,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../../syntax/dockerfile/index.ts';
import { pipCommand, shellOf } from '../../syntax/shell/index.ts';
import { dominantEol, type Edit } from '../../syntax/text.ts';
import { installCommands, isHousekeeping, isPackageStep } from '../os/install-commands.ts';
import { shippedPackages } from '../os/shipped-packages.ts';
import { slimBaseOf } from '../slim-base.ts';
import { stays, type Split, type SplitRung } from '../ecosystem.ts';
import { isAccountStep } from '../accounts.ts';
import {
  chunkText,
  firstFrom,
  firstLine,
  freeStageName,
  isReferenced,
  isSourceCopy,
  leadOf,
  nextFrom,
  onlyMovesFiles,
  ownsByName,
  tailOf,
  withoutLead,
} from '../stage-text.ts';
import { pipInstalls, type PipInstall } from './pip-steps.ts';
import { VENV } from './venv.ts';

/** The instructions of a single stage, sorted by the stage that they are wanted in; `both` is copied. */
interface Sorted {
  builder: Instruction[];
  runtime: Instruction[];
  /** the installations by pip, which go into the virtual environment */
  installs: PipInstall[];
}

/**
 * Splits a single stage that installs Python packages with pip: the builder keeps the original's own lines up to the
 * last installation, the second stage gets the virtual environment, the run-time packages and everything else.
 */
export function splitByEvidence(setup: Setup, rung: SplitRung): Split {
  const tree = dockerfileOf(setup);
  const stage = tree.stages[0];
  if (stage === undefined) return stays('there is no stage');
  const installs = stage.instructions.flatMap((one) => pipInstalls(one, tree.source));
  const toVenv = installs.filter(({ bootstrap }) => !bootstrap);
  const obstructed = obstacle(tree, stage, toVenv);
  if (obstructed !== null) return stays(obstructed);

  const steps = toVenv.map(({ instruction }) => tree.instructions.indexOf(instruction));
  const needs = shippedPackages(setup, stage, steps, rung);
  if (typeof needs === 'string') return stays(needs);
  const slimExists = slimBaseOf(setup, stage.base) !== null;
  if (needs.left.length === 0 && rung !== 'all-packages' && !slimExists)
    return stays(
      'nothing to leave behind: it installs no compiler, header or tool that it does not need when it runs',
    );

  const sorted = sortInstructions(tree, stage, toVenv, needs.left);
  if (typeof sorted === 'string') return stays(sorted);
  const text = builderOf(tree, stage, sorted) + runtimeOf(tree, stage, sorted, needs.install);
  return {
    kind: 'split',
    text,
    evidence: [
      `not needed when it runs: ${needs.left.join(', ') || 'nothing'}`,
      ...needs.evidence,
      ...(setup.facts.image === null ? [] : observedBytes(setup, steps)),
    ],
  };
}

function observedBytes(setup: Setup, steps: readonly number[]): string[] {
  return (setup.facts.image?.steps ?? [])
    .filter(({ packages }) => packages.length > 0)
    .filter(({ instruction }) => !steps.includes(instruction))
    .map(
      ({ bytes, packages }) =>
        `one step installed ${packages.length} packages, ${(bytes / 1e6).toFixed(1)} MB`,
    );
}

/** Why a stage cannot be taken apart whatever its packages are; null when it can. */
function obstacle(tree: DockerfileTree, stage: Stage, installs: readonly PipInstall[]): string | null {
  if (installs.length === 0) return 'no installation by pip was found that could move to a stage of its own';
  const elsewhere = installs.find((one) => one.elsewhere !== null);
  if (elsewhere !== undefined) return `pip installs to a place of its own (${elsewhere.elsewhere})`;
  if (installs.some(({ pip }) => /^(?!\/usr\/(local\/)?bin\/).*\//.test(pip.python.text)))
    return 'it calls the pip of a virtual environment of its own';
  for (const instruction of stage.instructions) {
    if (is(instruction, 'ONBUILD')) return 'it has ONBUILD instructions: it is made to be a base';
    if (is(instruction, 'ENV', 'ARG') && /\bPIP_(USER|TARGET|PREFIX|ROOT)\b/.test(instruction.argument))
      return 'its environment tells pip where to install';
    if (/\b(site|dist)-packages\b/.test(instruction.argument)) return 'it names the folder of the packages';
    const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
    if (script?.commands.some(({ words }) => /^(virtualenv|.* -m (venv|virtualenv)\b.*)/.test(joined(words))))
      return 'it makes a virtual environment of its own';
  }
  return null;
}

const joined = (words: readonly { raw: string }[]): string => words.map(({ raw }) => raw).join(' ');

/** Settings that no build step reads. */
const RUN_TIME_ONLY =
  /^(PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PORT|HOST|FLASK_|DJANGO_|GUNICORN_|WEB_CONCURRENCY)/;

function sortInstructions(
  tree: DockerfileTree,
  stage: Stage,
  installs: PipInstall[],
  left: readonly string[],
): Sorted | string {
  const last = Math.max(...installs.map(({ instruction }) => stage.instructions.indexOf(instruction)));
  const builder: Instruction[] = [];
  const runtime: Instruction[] = [];
  const first = Math.min(...installs.map(({ instruction }) => stage.instructions.indexOf(instruction)));
  const tools = new Set(left);
  const needsAccounts = ownsByName(stage.instructions.slice(0, last));
  for (const [index, instruction] of stage.instructions.entries()) {
    const before = index < last;
    const pip = pipInstalls(instruction, tree.source);
    if (pip.length > 0) {
      if (hasOtherWork(tree, instruction))
        return 'a step installs Python packages and does other work as well';
      if (index <= last) builder.push(instruction);
      continue;
    }
    if (isPackageStep(instruction, tree.source)) {
      if (before) builder.push(instruction);
    } else if (installCommands(instruction, tree.source).length > 0) {
      return 'a step installs OS packages and does other work as well';
    } else if (is(instruction, 'RUN') && !isAccountStep(instruction, tree.source)) {
      if (callsAny(tree, instruction, tools)) {
        return `a step that makes files calls a tool that would be left behind: ${firstLine(instruction)}`;
      }
      if (before && index > first && !onlyMovesFiles(tree, instruction))
        return `a step between two installations may need the first one: ${firstLine(instruction)}`;
      if (before) builder.push(instruction);
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
    } else if (is(instruction, 'ARG')) {
      if (before) builder.push(instruction);
      else runtime.push(instruction);
    } else runtime.push(instruction);
  }
  if (worksBetween(tree, stage, runtime))
    return 'a step between two installations of OS packages may need the first one';
  const args = builder.filter((one) => is(one, 'ARG') && isReferenced(tree, one, runtime));
  return { builder, runtime: [...runtime, ...args], installs };
}

/** The packages that ship are installed in one step: nothing else may stand between their installations. */
function worksBetween(tree: DockerfileTree, stage: Stage, runtime: readonly Instruction[]): boolean {
  const isStep = (one: Instruction) => isPackageStep(one, tree.source);
  const between = stage.instructions.slice(
    stage.instructions.findIndex(isStep),
    stage.instructions.findLastIndex(isStep),
  );
  return between.some(
    (one) =>
      is(one, 'RUN') &&
      runtime.includes(one) &&
      !isAccountStep(one, tree.source) &&
      !onlyMovesFiles(tree, one),
  );
}

/** A pip step may install packages and clean up; anything else is work whose files would be lost in the builder. */
function hasOtherWork(tree: DockerfileTree, instruction: Instruction): boolean {
  const script = shellOf(instruction, tree.source);
  if (script === null) return true;
  const known = [
    ...pipInstalls(instruction, tree.source).map(({ pip }) => pip.python.range.start),
    ...installCommands(instruction, tree.source).map(({ command }) => command.range.start),
  ];
  return !script.commands.every(
    (one) =>
      isHousekeeping(one) ||
      known.some((start) => one.range.start <= start && start < one.range.end) ||
      pipCommand(one) !== null ||
      (/^(rm|set|cd|echo|true|apt-get|apt|apk)$/.test(one.name ?? '') &&
        one.redirects.every(({ target }) => target === null || target.startsWith('/dev/'))),
  );
}

/** The packages that a step's commands come from, as far as their names tell. */
function callsAny(tree: DockerfileTree, instruction: Instruction, left: ReadonlySet<string>): boolean {
  const script = shellOf(instruction, tree.source);
  if (script === null) return true;
  // compilers, and what may call one to install more
  const compiles =
    /^(make|cmake|gcc|g\+\+|cc|c\+\+|cargo|rustc|go|configure|poetry|pipenv|pdm|uv|pip-sync|conda|mamba)$/;
  return script.commands.some(({ name }) => {
    const program = name?.slice(name.lastIndexOf('/') + 1) ?? '';
    return left.has(program) || compiles.test(program) || (program === 'gpg' && left.has('gnupg'));
  });
}

const onlyRunTime = (instruction: Instruction): boolean =>
  instruction.words.every(({ raw }) => RUN_TIME_ONLY.test(raw));

function builderOf(tree: DockerfileTree, stage: Stage, { builder, installs }: Sorted): string {
  const eol = dominantEol(tree.source);
  const first = installs[0]?.instruction;
  const body = builder.map((instruction) => {
    const edits = installs.filter((one) => one.instruction === instruction).flatMap(({ pip }) => toVenv(pip));
    const chunk = chunkText(tree, instruction, edits);
    // the comments of a source copy go with what ships, others stay
    if (isSourceCopy(instruction)) return withoutLead(chunk);
    if (instruction !== first) return chunk;
    const lead = leadOf(chunk);
    const python = pythonOf(installs[0]?.pip.python.text ?? '');
    return `${lead}RUN ${python} -m venv --without-pip ${VENV}${eol}${chunk.slice(lead.length)}`;
  });
  return firstFrom(tree, stage, builderName(stage)) + body.join('');
}

const builderName = (stage: Stage): string => freeStageName(stage, 'builder', 'dependencies');

/** The interpreter that a pip belongs to: `pip3.11` is that of `python3.11`. */
const pythonOf = (pip: string): string => (pip.split(' ')[0] ?? '').replace(/pip([\d.]*)$/, 'python$1');

/** `pip install` → `pip --python /opt/venv/bin/python install`: the base's own pip fills the environment. */
function toVenv(pip: PipInstall['pip']): Edit[] {
  const at = pip.globalOptionOffset;
  return [{ range: { start: at, end: at }, text: ` --python ${VENV}/bin/python` }];
}

function runtimeOf(
  tree: DockerfileTree,
  stage: Stage,
  { builder, runtime, installs }: Sorted,
  install: string,
): string {
  const eol = dominantEol(tree.source);
  const parts = [nextFrom(tree, stage, null)];
  const environment = `COPY --from=${builderName(stage)} ${VENV} ${VENV}${eol}ENV PATH="${VENV}/bin:$PATH"${eol}`;
  const packageStep = stage.instructions.find((one) => isPackageStep(one, tree.source));
  const lastInstall = installs.at(-1)?.instruction;
  let installed = install === '';
  let copied = false;
  for (const instruction of stage.instructions) {
    if (!installed && (instruction === packageStep || installs[0]?.instruction === instruction)) {
      parts.push(`${inFileStyle(tree, install)}${eol}`);
      installed = true;
    }
    // the environment changes less often than the source: it is copied before it
    if (!copied && (instruction === lastInstall || isSourceCopy(instruction))) {
      parts.push(environment);
      copied = true;
    }
    if (!runtime.includes(instruction)) continue;
    const chunk = chunkText(tree, instruction, bareNames(tree, stage, instruction));
    parts.push(builder.includes(instruction) && !isSourceCopy(instruction) ? withoutLead(chunk) : chunk);
  }
  return parts.join('') + tailOf(tree);
}

/** Programs that pip puts to /usr/local/bin are in the environment now, where PATH finds them. */
function bareNames(tree: DockerfileTree, stage: Stage, instruction: Instruction): Edit[] {
  if (!is(instruction, 'CMD', 'ENTRYPOINT', 'HEALTHCHECK')) return [];
  const { start, end } = instruction.range;
  const paths = tree.source
    .slice(start, end)
    .matchAll(/(?<=["'\s])\/usr\/local\/bin\/(\w[\w-]*|python[\d.]+)(?=["'\s]|$)/g);
  return [...paths].flatMap(({ 0: path, 1: name = '', index }) => {
    const isOwn = stage.instructions.some(
      (one) => is(one, 'COPY', 'ADD', 'RUN') && one.argument.includes(is(one, 'RUN') ? path : name),
    );
    const at = start + index;
    return isOwn ? [] : [{ range: { start: at, end: at + path.length }, text: name }];
  });
}
