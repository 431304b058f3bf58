import { envPairs, expandVariables, type DockerfileTree } from '../syntax/dockerfile/index.ts';

/**
 * The image that the shipped stage stands on in the end: variables filled in from their defaults and the build's
 * arguments, stages followed down to the image of the first.
 * @returns null when a variable has no value, or there is no stage
 */
export function baseReference(
  tree: DockerfileTree,
  buildArgs: Readonly<Record<string, string | null>>,
): string | null {
  const values = new Map<string, string>();
  for (const pair of tree.globalArgs.flatMap((one) => envPairs(one))) {
    const value = buildArgs[pair.name] ?? pair.value;
    if (value !== null && value !== undefined) values.set(pair.name, expandVariables(value, values));
  }
  let stage = tree.stages.at(-1);
  while (stage !== undefined) {
    const base = expandVariables(stage.base, values);
    const below = tree.stages.slice(0, stage.index).findLast(({ name }) => name === base.toLowerCase());
    if (below === undefined) return base === '' || base.includes('$') ? null : base;
    stage = below;
  }
  return null;
}
