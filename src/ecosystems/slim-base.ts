import type { BaseResolution } from '../model/facts.ts';
import type { Setup } from '../model/setup.ts';

/** The slim variant of a base, of the same version and release, that was found to exist; null when there is none. */
export function slimBaseOf(setup: Setup, base: string): (BaseResolution & { resolved: string }) | null {
  const found = setup.facts.bases.find(({ purpose, reference }) => purpose === 'slim' && reference === base);
  return found === undefined || found.resolved === null ? null : { ...found, resolved: found.resolved };
}
