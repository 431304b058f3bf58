import type { Setup } from '../../model/setup.ts';
import type { WrittenTree } from '../../model/facts.ts';
import type { DockerfileTree, Instruction, Stage } from '../../syntax/dockerfile/index.ts';
import { absoluteIn } from '../source-copy.ts';
import { manifestIn } from './image-manifest.ts';
import { npmLock, type Lock } from './lock.ts';
import type { Manifest } from './manifest.ts';
import { obstacle } from './obstacles.ts';
import { guessedOutputs, observedOutputs } from './outputs.ts';
import { startOf, type Start } from './start.ts';
import { partsOf, stepsOf, type Install, type Part, type Step } from './steps.ts';
import { outDirOf } from './tsconfig.ts';
import { packageFoldersOf, wantedInstalls } from './wanted-installs.ts';

/** A single stage that installs Node packages, taken to pieces. */
export interface Layout {
  setup: Setup;
  tree: DockerfileTree;
  stage: Stage;
  /** the folder that the program runs in, absolute */
  folder: string;
  steps: Step[];
  installs: Install[];
  start: Start;
  manifest: Manifest | null;
  lock: Lock | null;
  /** index in the stage of the last step that makes files the program may need; -1 when there is none */
  lastBuild: number;
  /** index in the stage of the last installation that ships */
  lastInstall: number;
  /** the `node_modules` folders that the program looks into, absolute */
  packageFolders: string[];
  /** what the build was seen, or is known, to write besides them */
  outputs: Pick<WrittenTree, 'path' | 'files'>[];
  /** nothing was observed: outputs are a guess by names */
  isGuess: boolean;
}

/** Takes a stage to pieces. @returns a sentence when it cannot be taken apart whatever its packages are */
export function layoutOf(setup: Setup, tree: DockerfileTree, stage: Stage): Layout | string {
  const reason = obstacle(tree, stage);
  if (reason !== null) return reason;
  const steps = stepsOf(stage, tree.source);
  const installs = steps.flatMap((step) => step.installs);
  if (installs.length === 0) return 'no installation of the project’s dependencies was found';
  const start = startOf(setup);
  const folder = absoluteIn(stage, null, '.');
  const manifest =
    start.manifest ??
    installs.map((one) => manifestIn(setup, stage, one.folder)).find((one) => one !== null) ??
    null;
  const wanted = wantedInstalls(installs, start, manifest);
  const at = (instruction: Instruction) => stage.instructions.indexOf(instruction);
  const lastInstall = Math.max(...wanted.map(({ instruction }) => at(instruction)));
  const builds = steps.filter((step) =>
    partsOf(step, 'work').some((part) => comesAfter(stage, part, step, installs)),
  );
  const observed = setup.facts.image !== null;
  const made = observed ? madeByInstalls(setup, tree, wanted) : [];
  const builders = [
    ...builds.map(({ instruction }) => instruction),
    ...made.map(({ instruction }) => instruction),
  ];
  const lastBuild = Math.max(-1, ...builders.map(at));
  const packageFolders = packageFoldersOf(setup, tree, wanted);
  const outputs = observed
    ? [
        ...observedOutputs(
          setup,
          builds.map(({ instruction }) => tree.instructions.indexOf(instruction)),
        ).filter(({ path, kind }) => kind !== 'node-packages' || !packageFolders.includes(path)),
        ...made.flatMap(({ trees }) => trees),
      ]
    : guesses(setup, stage, builds, manifest);
  if (outputs === null) return 'what its build writes can only be observed on an engine';
  return {
    setup,
    tree,
    stage,
    folder,
    steps,
    installs: wanted,
    start,
    manifest,
    lock: manifest === null ? null : npmLock(setup, manifest),
    lastBuild,
    lastInstall,
    packageFolders,
    outputs: unique(outputs).filter(({ path }) => !packageFolders.includes(path) && !isLockFile(path)),
    isGuess: !observed,
  };
}

const unique = <T extends { path: string }>(trees: readonly T[]): T[] =>
  trees.filter(({ path }, index) => trees.findIndex((one) => one.path === path) === index);

const isLockFile = (path: string): boolean =>
  /\/(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|\.yarn-integrity|install-state\.gz)$/.test(
    path,
  );

/** Work before the first installation prepares the image; what comes after it may need the packages. */
function comesAfter(stage: Stage, part: Part, step: Step, installs: readonly Install[]): boolean {
  const position = (instruction: Instruction, item: Part) =>
    stage.instructions.indexOf(instruction) + item.item.index / 1e4;
  const first = Math.min(...installs.map((one) => position(one.instruction, one.part)));
  return position(step.instruction, part) > first;
}

/** Files that installations made besides packages: by scripts of the project or of its dependencies. */
function madeByInstalls(setup: Setup, tree: DockerfileTree, installs: readonly Install[]) {
  const instructions = [...new Set(installs.map(({ instruction }) => instruction))];
  return instructions.flatMap((instruction) => {
    const trees = observedOutputs(setup, [tree.instructions.indexOf(instruction)]).filter(
      ({ path, kind }) => (kind === 'other' || kind === 'node-generated') && !isLockFile(path),
    );
    return trees.length === 0 ? [] : [{ instruction, trees }];
  });
}

function guesses(
  setup: Setup,
  stage: Stage,
  builds: readonly Step[],
  manifest: Manifest | null,
): Layout['outputs'] | null {
  const folder = absoluteIn(stage, null, '.');
  const outDir = outDirOf(setup, manifest?.folder ?? '');
  const found: Layout['outputs'] = [];
  for (const step of builds) {
    const places = guessedOutputs(step, manifest, outDir);
    if (places === null) return null;
    for (const place of places) found.push({ path: `${folder === '/' ? '' : folder}/${place}`, files: 0 });
  }
  return found;
}
