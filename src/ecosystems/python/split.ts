import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import {
  copySources,
  inFileStyle,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../../syntax/dockerfile/index.ts';
import { dominantEol, type Edit } from '../../syntax/text.ts';
import { installCommands } from '../os/install-commands.ts';
import { shippedPackages, type ShippedPackages } from '../os/shipped-packages.ts';
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
import { fillingEdits, linesBefore, type EnvironmentForm } from './fill-environment.ts';
import { obstacle } from './obstacles.ts';
import {
  hasOldPip,
  hasOldSystemPip,
  hidesNothing,
  interpreterOf,
  startsUnprivileged,
} from './interpreter.ts';
import { placesOf, type PlacedInstall } from './pip-places.ts';
import { pipInstalls } from './pip-steps.ts';
import { sortSteps, type Sorted } from './sort-steps.ts';
import { VENV } from './venv.ts';

/** What a stage is taken apart into. */
interface Parts extends Sorted {
  /** the installations whose packages ship */
  installs: PlacedInstall[];
  /** what an editable installation was seen to write among the source */
  besides: string[];
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

  const taken = takenApart(setup, tree, stage, installs, rung);
  if (typeof taken === 'string') return stays(taken);
  const { needs, sorted } = taken;
  const slimExists = slimBaseOf(setup, stage.base) !== null;
  if (needs.left.length === 0 && rung !== 'all-packages' && !slimExists)
    return stays(
      'nothing to leave behind: it installs no compiler, header or tool that it does not need when it runs',
    );

  const runtime = sorted.runtime.filter((one) => !isCopiedAgain(setup, stage, one, sorted));
  const parts = { ...sorted, runtime, installs, besides: writtenBesides(setup, tree, stage, installs) };
  // at last as the original did it: some programs install more by themselves, and old ones of pip know no --python
  const form = {
    withPip: rung === 'all-packages' || hasOldPip(stage) || hasOldSystemPip(stage, tree.source),
    isOfficial: hidesNothing(stage),
  };
  return {
    kind: 'split',
    text: builderOf(tree, stage, parts, form) + runtimeOf(tree, stage, parts, needs.install),
    evidence: [
      `not needed when it runs: ${needs.left.join(', ') || 'nothing'}`,
      ...needs.evidence,
      ...observedBytes(setup, indexesOf(tree, installs)),
    ],
  };
}

const indexesOf = (tree: DockerfileTree, installs: readonly PlacedInstall[]): number[] =>
  installs.map(({ instruction }) => tree.instructions.indexOf(instruction));

/** An editable installation leaves compiled modules and its own description beside the source that it links to. */
function writtenBesides(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  installs: readonly PlacedInstall[],
): string[] {
  const editable = installs.filter(({ pip }) => pip.editable.some((path) => !path.includes('://')));
  const steps = indexesOf(tree, editable);
  const targets = stage.instructions.flatMap(
    (one) => sourceCopy(stage, one, setup.facts.context)?.target ?? [],
  );
  return (setup.facts.image?.steps ?? [])
    .filter(({ instruction }) => steps.includes(instruction))
    .flatMap(({ trees }) => trees)
    .filter(({ kind, path }) => kind === 'other' && targets.some((target) => path.startsWith(`${target}/`)))
    .map(({ path }) => path);
}

interface TakenApart {
  needs: ShippedPackages;
  sorted: Sorted;
}

/** The OS packages and the steps of both stages; tools that steps of the second one call are kept for them. */
function takenApart(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  installs: readonly PlacedInstall[],
  rung: SplitRung,
): TakenApart | string {
  const steps = installs.map(({ instruction }) => instruction);
  const needsWith = (keep: readonly string[]) => {
    const more = interpreterOf(setup, stage);
    return shippedPackages(setup, stage, indexesOf(tree, installs), rung, { keep, more });
  };
  const needs = needsWith([]);
  if (typeof needs === 'string') return needs;
  const sorted = sortSteps(tree, stage, steps, needs.left, startsUnprivileged(setup, stage));
  if (typeof sorted === 'string') return sorted;
  if (sorted.tools.length === 0) return { needs, sorted };
  const all = needsWith(sorted.tools);
  return typeof all === 'string' ? all : { needs: all, sorted };
}

/** Manifests that were copied for an installation, and that come along with all of the source afterwards. */
function isCopiedAgain(setup: Setup, stage: Stage, one: Instruction, { builder }: Sorted): boolean {
  const reading = builder.includes(one) && isSourceCopy(one) ? copySources(one) : null;
  if (reading === null || one.flags.length > 0) return false;
  const target = absoluteIn(stage, one, reading.destination?.value ?? '');
  const after = stage.instructions.slice(stage.instructions.indexOf(one) + 1);
  const whole = after.find((other) => {
    const copy = sourceCopy(stage, other, setup.facts.context);
    const [only, ...others] = reading.sources;
    const isSame = (others.length === 0 ? [`${copy?.target}/${only?.value}`, copy?.target] : [copy?.target])
      .map((path) => path?.replaceAll(/\/(\.\/)*/g, '/'))
      .includes(target);
    return copy?.source === '' && isSame;
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

function builderOf(tree: DockerfileTree, stage: Stage, parts: Parts, form: EnvironmentForm): string {
  const { builder, runtime, installs, edits } = parts;
  const eol = dominantEol(tree.source);
  const moved = installs.filter(({ folder }) => folder === null);
  const body = builder.map((instruction) => {
    const own = moved.filter((one) => one.instruction === instruction);
    const first = instruction === moved[0]?.instruction ? moved[0] : null;
    const chunk = chunkText(tree, instruction, [
      ...fillingEdits(tree, own, first, form),
      ...(edits.get(instruction) ?? []),
    ]);
    // the comments of a source copy go with what ships, others stay
    if (isSourceCopy(instruction) && runtime.includes(instruction)) return withoutLead(chunk);
    const lead = leadOf(chunk);
    const before = first === null ? [] : linesBefore(tree, first, form).map((line) => `${line}${eol}`);
    return `${lead}${before.join('')}${chunk.slice(lead.length)}`;
  });
  return firstFrom(tree, stage, builderName(stage)) + body.join('');
}

const builderName = (stage: Stage): string => freeStageName(stage, 'builder', 'dependencies');

function runtimeOf(tree: DockerfileTree, stage: Stage, parts: Parts, install: string): string {
  const { builder, runtime, installs, rests, needPackages, besides } = parts;
  const lastSource = runtime.findLast(isSourceCopy);
  const eol = dominantEol(tree.source);
  const texts = [nextFrom(tree, stage, null)];
  const packageStep = stage.instructions.find((one) => installCommands(one, tree.source).length > 0);
  const moves = installs.some(({ folder }) => folder === null);
  let installed = install === '';
  let copied = false;
  for (const instruction of stage.instructions) {
    const rest = runtime.includes(instruction) ? rests.get(instruction) : undefined;
    if (rest?.before != null) texts.push(`${inFileStyle(tree, rest.before)}${eol}`);
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
    if (rest !== undefined) {
      if (rest.after !== null) texts.push(`${inFileStyle(tree, rest.after)}${eol}`);
    } else {
      const chunk = chunkText(tree, instruction, moves ? bareNames(tree, stage, instruction) : []);
      texts.push(builder.includes(instruction) && !isSourceCopy(instruction) ? withoutLead(chunk) : chunk);
    }
    if (instruction === lastSource)
      texts.push(...besides.map((path) => `COPY --from=${builderName(stage)} ${path} ${path}${eol}`));
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
