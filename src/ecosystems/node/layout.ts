import type { Setup } from '../../model/setup.ts';
import type { WrittenTree } from '../../model/facts.ts';
import { is } from '../../model/stages.ts';
import type { DockerfileTree, Instruction, Stage } from '../../syntax/dockerfile/index.ts';
import { firstLine } from '../stage-text.ts';
import { absoluteIn } from '../source-copy.ts';
import { manifestIn } from './image-manifest.ts';
import { npmLock, type Lock } from './lock.ts';
import type { Manifest } from './manifest.ts';
import { guessedOutputs, observedOutputs } from './outputs.ts';
import { isForDevelopment } from './production.ts';
import { startOf, startPaths, type Start } from './start.ts';
import { stepsOf, type Install, type Part, type Step } from './steps.ts';
import { outDirOf } from './tsconfig.ts';

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
  const obstacle = obstacleIn(tree, stage);
  if (obstacle !== null) return obstacle;
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
  const packageFolders = foldersOf(setup, tree, wanted);
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

export const partsOf = (step: Step, ...roles: Part['role'][]): Part[] =>
  step.parts.filter(({ role }) => roles.includes(role));

const unique = <T extends { path: string }>(trees: readonly T[]): T[] =>
  trees.filter(({ path }, index) => trees.findIndex((one) => one.path === path) === index);

const isLockFile = (path: string): boolean =>
  /\/(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|\.yarn-integrity|install-state\.gz)$/.test(
    path,
  );

function obstacleIn(tree: DockerfileTree, stage: Stage): string | null {
  const understood = new Set(stepsOf(stage, tree.source).map(({ instruction }) => instruction));
  for (const one of stage.instructions) {
    if (is(one, 'ONBUILD')) return 'it has ONBUILD instructions: it is made to be a base';
    if (is(one, 'RUN') && !understood.has(one)) return `a step is not understood: ${firstLine(one)}`;
    if (is(one, 'ENV') && /\bNPM_CONFIG_(PREFIX|GLOBAL)\b.*\/node_modules/i.test(one.argument))
      return 'its environment tells npm where to install';
  }
  for (const step of stepsOf(stage, tree.source))
    for (const { node } of step.installs) {
      if (node.dynamic) return `an installation depends on a variable: ${firstLine(step.instruction)}`;
      if (node.options.some(({ name }) => /^--(modules-folder|modules-dir|root|location)$/.test(name)))
        return 'packages are installed to a place of their own';
    }
  const mixed = stepsOf(stage, tree.source).find(
    (step) => partsOf(step, 'os-packages').length > 0 && partsOf(step, 'work').length > 0,
  );
  return mixed === undefined
    ? null
    : `a step installs OS packages and does other work as well: ${firstLine(mixed.instruction)}`;
}

/** Work before the first installation prepares the image; what comes after it may need the packages. */
function comesAfter(stage: Stage, part: Part, step: Step, installs: readonly Install[]): boolean {
  const position = (instruction: Instruction, item: Part) =>
    stage.instructions.indexOf(instruction) + item.item.index / 1e4;
  const first = Math.min(...installs.map((one) => position(one.instruction, one.part)));
  return position(step.instruction, part) > first;
}

/**
 * The installations whose packages the program can see: Node.js looks into `node_modules` of the module's own folder
 * and of those above it. All, where the start does not tell, and in workspaces.
 */
function wantedInstalls(installs: readonly Install[], start: Start, manifest: Manifest | null): Install[] {
  const forRunning = installs.filter((one) => !isForDevelopment(one));
  if (manifest?.hasLocalPackages === true) return [...forRunning];
  const places = [
    start.folder,
    ...startPaths(start).map((path) => path.slice(0, path.lastIndexOf('/')) || '/'),
  ];
  const seen = forRunning.filter(({ folder }) =>
    places.some((place) => folder === '/' || place === folder || place.startsWith(`${folder}/`)),
  );
  const wanted = seen.length === 0 ? forRunning : seen;
  // a later installation without dev dependencies is what the earlier one's folder ends with
  return wanted.filter(
    (one, index) =>
      !wanted.some(
        (later, position) =>
          position > index &&
          later.folder === one.folder &&
          later.production &&
          !one.production &&
          later.node.action === 'install' &&
          one.node.action === 'install',
      ),
  );
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

function foldersOf(setup: Setup, tree: DockerfileTree, installs: readonly Install[]): string[] {
  const indexes = installs.map(({ instruction }) => tree.instructions.indexOf(instruction));
  const seen = (setup.facts.image?.steps ?? [])
    .filter(({ instruction }) => indexes.includes(instruction))
    .flatMap(({ trees }) => trees)
    .filter(({ kind }) => kind === 'node-packages')
    .flatMap(({ path }) => /^(?:.*?\/)?node_modules(?=\/|$)/.exec(path)?.[0] ?? []);
  const expected = installs.map(({ folder }) => `${folder === '/' ? '' : folder}/node_modules`);
  return [...new Set(seen.length === 0 ? expected : seen)].sort();
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
