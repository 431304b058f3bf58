import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import {
  copySources,
  inFileStyle,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../../syntax/dockerfile/index.ts';
import { pipCommand } from '../../syntax/shell/index.ts';
import { dominantEol, type Edit } from '../../syntax/text.ts';
import { installCommands } from '../os/install-commands.ts';
import { shippedPackages } from '../os/shipped-packages.ts';
import { slimBaseOf } from '../slim-base.ts';
import { absoluteIn, sourceCopy } from '../source-copy.ts';
import { stays, type Split, type SplitRung } from '../ecosystem.ts';
import {
  chunkText,
  firstFrom,
  freeStageName,
  isSourceCopy,
  leadOf,
  nextFrom,
  tailOf,
  withoutLead,
} from '../stage-text.ts';
import { obstacle } from './obstacles.ts';
import { placesOf, type PlacedInstall } from './pip-places.ts';
import { pipInstalls } from './pip-steps.ts';
import { sortSteps, type Sorted } from './sort-steps.ts';
import { VENV } from './venv.ts';

/** What a stage is taken apart into. */
interface Parts extends Sorted {
  /** the installations whose packages ship */
  installs: PlacedInstall[];
}

/**
 * Splits a single stage that installs Python packages with pip: the builder keeps the original's own lines up to the
 * last installation, the second stage gets the virtual environment, the run-time packages and everything else.
 */
export function splitByEvidence(setup: Setup, rung: SplitRung): Split {
  const tree = dockerfileOf(setup);
  const stage = tree.stages[0];
  if (stage === undefined) return stays('there is no stage');
  const found = stage.instructions.flatMap((one) => pipInstalls(one, tree.source));
  // what pip is renewed with may be what a program or a build without isolation wants
  const all =
    rung === 'dependencies-kept' || found.some(({ pip }) => pip.flags.includes('--no-build-isolation'));
  const wanted = found.filter(({ bootstrap, pip }) => !bootstrap || (all && pip.packages.some(isNoPip)));
  const obstructed = obstacle(tree, stage, wanted);
  if (obstructed !== null) return stays(obstructed);
  const installs = placesOf(setup, stage, tree.source, wanted);
  if (typeof installs === 'string') return stays(installs);

  const steps = installs.map(({ instruction }) => instruction);
  const indexes = steps.map((one) => tree.instructions.indexOf(one));
  const needs = shippedPackages(setup, stage, indexes, rung);
  if (typeof needs === 'string') return stays(needs);
  const slimExists = slimBaseOf(setup, stage.base) !== null;
  if (needs.left.length === 0 && rung !== 'all-packages' && !slimExists)
    return stays(
      'nothing to leave behind: it installs no compiler, header or tool that it does not need when it runs',
    );

  const sorted = sortSteps(tree, stage, steps, needs.left);
  if (typeof sorted === 'string') return stays(sorted);
  const runtime = sorted.runtime.filter((one) => !isCopiedAgain(setup, stage, one, sorted));
  const parts = { ...sorted, runtime, installs };
  return {
    kind: 'split',
    text: builderOf(tree, stage, parts) + runtimeOf(tree, stage, parts, needs.install),
    evidence: [
      `not needed when it runs: ${needs.left.join(', ') || 'nothing'}`,
      ...needs.evidence,
      ...(setup.facts.image === null ? [] : observedBytes(setup, indexes)),
    ],
  };
}

/** Manifests that were copied for an installation, and that come along with all of the source afterwards. */
function isCopiedAgain(setup: Setup, stage: Stage, one: Instruction, { builder }: Sorted): boolean {
  const reading = builder.includes(one) && isSourceCopy(one) ? copySources(one) : null;
  if (reading === null || one.flags.length > 0) return false;
  const target = absoluteIn(stage, one, reading.destination?.value ?? '');
  const after = stage.instructions.slice(stage.instructions.indexOf(one) + 1);
  const whole = after.find((other) => {
    const copy = sourceCopy(stage, other, setup.facts.context);
    return copy?.source === '' && copy.target === target;
  });
  // a step before that copy may read them
  const between = after.slice(0, whole === undefined ? 0 : after.indexOf(whole));
  return (
    whole !== undefined &&
    reading.sources.every(({ value }) => /^(\.\/)?[\w.*-]+$/.test(value)) &&
    between.every((other) => !is(other, 'RUN') || builder.includes(other))
  );
}

const isNoPip = (name: string): boolean => !/^pip\b/.test(name);

function observedBytes(setup: Setup, steps: readonly number[]): string[] {
  return (setup.facts.image?.steps ?? [])
    .filter(({ packages }) => packages.length > 0)
    .filter(({ instruction }) => !steps.includes(instruction))
    .map(
      ({ bytes, packages }) =>
        `one step installed ${packages.length} packages, ${(bytes / 1e6).toFixed(1)} MB`,
    );
}

function builderOf(tree: DockerfileTree, stage: Stage, { builder, runtime, installs, edits }: Parts): string {
  const eol = dominantEol(tree.source);
  const moved = installs.filter(({ folder }) => folder === null);
  const body = builder.map((instruction) => {
    const own = moved.filter((one) => one.instruction === instruction);
    const inPlace =
      instruction === moved[0]?.instruction && makesInterpreter(tree, instruction)
        ? venvBefore(moved[0])
        : [];
    const chunk = chunkText(tree, instruction, [
      ...inPlace,
      ...toVenv(tree, own),
      ...(edits.get(instruction) ?? []),
    ]);
    // the comments of a source copy go with what ships, others stay
    if (isSourceCopy(instruction) && runtime.includes(instruction)) return withoutLead(chunk);
    if (instruction !== moved[0]?.instruction || makesInterpreter(tree, instruction)) return chunk;
    const lead = leadOf(chunk);
    return `${lead}RUN ${makeVenv(moved[0])}${eol}${chunk.slice(lead.length)}`;
  });
  return firstFrom(tree, stage, builderName(stage)) + body.join('');
}

const builderName = (stage: Stage): string => freeStageName(stage, 'builder', 'dependencies');

const makeVenv = ({ pip }: PlacedInstall): string =>
  `${pythonOf(pip.python.text)} -m venv --without-pip ${VENV}`;

/** A step that installs OS packages before it calls pip may bring the interpreter itself. */
const makesInterpreter = (tree: DockerfileTree, instruction: Instruction): boolean =>
  installCommands(instruction, tree.source).length > 0;

/** The interpreter that a pip belongs to: `pip3.11` is that of `python3.11`. */
const pythonOf = (pip: string): string => (pip.split(' ')[0] ?? '').replace(/pip([\d.]*)$/, 'python$1');

/**
 * `pip install` → `pip --python /opt/venv/bin/python install`: the base's own pip fills the environment; so it checks
 * it and takes things out of it. `--user` means nothing there.
 */
function toVenv(tree: DockerfileTree, installs: readonly PlacedInstall[]): Edit[] {
  const [first] = installs;
  if (first === undefined) return [];
  const others = first.script.commands
    .map(pipCommand)
    .filter((pip) => pip !== null)
    .filter(({ verb, targetsPython }) => /^(uninstall|check)$/.test(verb) && targetsPython === null);
  const target = [...installs.map(({ pip }) => pip), ...others].map(({ globalOptionOffset: at }) => ({
    range: { start: at, end: at },
    text: ` --python ${VENV}/bin/python`,
  }));
  const user = installs
    .flatMap(({ pip }) => pip.options.filter(({ name }) => name === '--user'))
    .map(({ range: { start, end } }) => {
      const blanks = /[ \t]*$/.exec(tree.source.slice(0, start))?.[0].length ?? 0;
      return { range: { start: start - blanks, end }, text: '' };
    });
  return [...target, ...user];
}

/** The environment is made in the same step, right before pip fills it. */
function venvBefore(install: PlacedInstall): Edit[] {
  const { pip, script } = install;
  const item = script.list.find(
    ({ range }) => range.start <= pip.python.range.start && pip.python.range.end <= range.end,
  );
  const at = item?.range.start ?? pip.python.range.start;
  const joint = item?.connector === '\n' ? '\n' : item?.connector === ';' ? '; ' : ' && ';
  return [{ range: { start: at, end: at }, text: `${makeVenv(install)}${joint}` }];
}

function runtimeOf(tree: DockerfileTree, stage: Stage, parts: Parts, install: string): string {
  const { builder, runtime, installs, rests, needPackages } = parts;
  const eol = dominantEol(tree.source);
  const texts = [nextFrom(tree, stage, null)];
  const packageStep = stage.instructions.find((one) => installCommands(one, tree.source).length > 0);
  const moves = installs.some(({ folder }) => folder === null);
  let installed = install === '';
  let copied = false;
  for (const instruction of stage.instructions) {
    if (!installed && (instruction === packageStep || installs[0]?.instruction === instruction)) {
      texts.push(`${inFileStyle(tree, install)}${eol}`);
      installed = true;
    }
    // the environment changes less often than the source: it is copied before it
    const isLast = instruction === installs.at(-1)?.instruction;
    if (!copied && (isLast || isSourceCopy(instruction) || needPackages.has(instruction))) {
      texts.push(...copiesOf(stage, installs).map((line) => `${line}${eol}`));
      copied = true;
    }
    if (!runtime.includes(instruction)) continue;
    const rest = rests.get(instruction);
    if (rest !== undefined) texts.push(`${inFileStyle(tree, rest)}${eol}`);
    else {
      const chunk = chunkText(tree, instruction, moves ? bareNames(tree, stage, instruction) : []);
      texts.push(builder.includes(instruction) && !isSourceCopy(instruction) ? withoutLead(chunk) : chunk);
    }
  }
  return texts.join('') + tailOf(tree);
}

/** The folders that pip filled; the environment that Shipshape makes comes with its place on PATH. */
function copiesOf(stage: Stage, installs: readonly PlacedInstall[]): string[] {
  const folders = [...new Set(installs.map(({ folder }) => folder))];
  return folders.flatMap((folder) => {
    const path = folder ?? VENV;
    const copy = `COPY --from=${builderName(stage)} ${path} ${path}`;
    return folder === null ? [copy, `ENV PATH="${VENV}/bin:$PATH"`] : [copy];
  });
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
