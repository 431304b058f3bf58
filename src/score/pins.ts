import { parseReference, parseTag, isDated } from '../model/image-reference/index.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { envPairs, expandVariables } from '../syntax/dockerfile/index.ts';

/** How exactly a base is named, from the weakest to the strongest. */
export type Pin = 'none' | 'floating' | 'exact' | 'digest';

const STRENGTH: readonly Pin[] = ['none', 'floating', 'exact', 'digest'];

/** The most weakly pinned base of all stages; null when everything is built from `scratch`. */
export const weakestPin = (setup: Setup): { kind: Pin; reference: string } | null =>
  basePins(setup)[0] ?? null;

/** Every base of a Dockerfile once, the most weakly pinned ones first. */
export function basePins(setup: Setup): { kind: Pin; reference: string }[] {
  const tree = dockerfileOf(setup);
  const values = new Map<string, string>();
  for (const { name, value } of tree.globalArgs.flatMap((one) => envPairs(one)))
    if (value !== null) values.set(name, expandVariables(value, values));
  const stages = new Set(tree.stages.flatMap(({ name }) => name ?? []));
  const known = new Set(
    setup.facts.bases.flatMap(({ purpose, resolved }) => (purpose === 'pin' && resolved) || []),
  );
  const bases = tree.stages
    .map(({ base }) => expandVariables(base, values))
    .filter((base) => base !== 'scratch' && !stages.has(base.toLowerCase()));
  return [...new Set(bases)]
    .map((reference) => ({
      reference,
      kind: known.has(reference) ? atLeastExact(reference) : pinOf(reference),
    }))
    .sort((a, b) => STRENGTH.indexOf(a.kind) - STRENGTH.indexOf(b.kind));
}

/** A digest names bytes; three numbers or a date name one release; a tag without a number may become anything. */
export function pinOf(text: string): Pin {
  const reference = parseReference(text);
  if (reference === null) return 'none';
  if (reference.digest !== null) return 'digest';
  if (reference.tag === null) return 'none';
  const tag = parseTag(reference.tag);
  if (isDated(tag) || tag.versionParts.length >= 3) return 'exact';
  return tag.version === null && tag.suite === null ? 'none' : 'floating';
}

/** A name that was found to be the most exact one that its registry has. */
const atLeastExact = (reference: string): Pin => (pinOf(reference) === 'digest' ? 'digest' : 'exact');
