import { dockerfileOf, type Setup } from '../../model/setup.ts';
import type { DockerfileTree, Stage } from '../../syntax/dockerfile/index.ts';
import { shippedPackages, type ShippedPackages } from '../os/shipped-packages.ts';
import { slimBaseOf } from '../slim-base.ts';
import { sourceCopy } from '../source-copy.ts';
import { stays, type Split, type SplitRung } from '../ecosystem.ts';
import { buildingStage } from './building-stage.ts';
import { isCopiedAgain } from './copied-again.ts';
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
import { shippedStage } from './shipped-stage.ts';
import { sortSteps, type Sorted } from './sort-steps.ts';

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
    text: buildingStage(tree, stage, parts, form) + shippedStage(tree, stage, parts, needs.install),
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
