import type { Setup } from '../../model/setup.ts';
import type { WrittenTree } from '../../model/facts.ts';
import { commandsOfStep } from './build-commands.ts';
import { compiledBy, writtenBy } from './build-tools.ts';
import type { Manifest } from './manifest.ts';
import type { Step } from './steps.ts';

/** Homes hold settings and caches, except for what packages are known to put there. */
const isOutput = ({ path, kind }: WrittenTree): boolean =>
  kind === 'node-generated' || (kind !== 'cache' && !/^\/(root|home|tmp|proc|sys|dev)(\/|$)/.test(path));

/**
 * What building steps were seen to write, without what later steps deleted again and what lies in one another.
 * @param steps indexes of instructions
 */
export function observedOutputs(setup: Setup, steps: readonly number[]): WrittenTree[] {
  const all = setup.facts.image?.steps ?? [];
  const last = Math.max(...steps);
  const gone = all.filter(({ instruction }) => instruction > last).flatMap(({ deleted }) => deleted);
  const trees = all
    .filter(({ instruction }) => steps.includes(instruction))
    .flatMap((step) => step.trees)
    .filter(isOutput)
    .filter(({ path }) => !gone.some((one) => path === one || path.startsWith(`${one}/`)));
  const unique = trees.filter((tree, index) => trees.findIndex(({ path }) => path === tree.path) === index);
  return unique.filter(({ path }) => !unique.some((other) => path.startsWith(`${other.path}/`)));
}

/**
 * What a build would write by what its commands are known for, relative to the project's folder: only the first guess
 * without an engine.
 * @param outDir `compilerOptions.outDir` of the project's tsconfig.json
 * @returns null when one of its commands is not known
 */
export function guessedOutputs(
  step: Step,
  manifest: Manifest | null,
  outDir: string | null,
): string[] | null {
  const found: string[] = [];
  for (const command of commandsOfStep(step, manifest?.scripts ?? {})) {
    const written = writtenBy(command, outDir);
    if (written === null || (written.made.length === 0 && written.leaves.length > 0)) return null;
    found.push(...written.made);
  }
  return [...new Set(found)].sort();
}

/** Names in the project's folder that a step's compilers are told to read. */
export const compiledFolders = (step: Step, manifest: Manifest | null): string[] =>
  commandsOfStep(step, manifest?.scripts ?? {}).flatMap(compiledBy);
