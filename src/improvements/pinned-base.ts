import { notNeeded, type Change } from '../model/change.ts';
import type { BaseResolution } from '../model/facts.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

export const pinnedBase: Change = {
  id: 'pinned-base',
  title: 'Base image pinned to its exact version',
  why: 'A floating tag changes under you: the same Dockerfile builds something else next month, even another Debian release.',
  class: 'safe',
  rungs: ['pinned'],
  examples: [
    {
      name: 'the version and the release that were observed',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD ["python"]\n' },
      after: { Dockerfile: 'FROM python:3.13.5-slim-trixie\nCMD ["python"]\n' },
      facts: (facts) => ({
        ...facts,
        bases: [
          {
            reference: 'python:3.13-slim',
            purpose: 'pin',
            resolved: 'python:3.13.5-slim-trixie',
            sameLayers: true,
            digestBefore: null,
            digestAfter: null,
            reason: 'it resolves',
            contents: null,
          },
        ],
      }),
    },
    {
      name: 'without an engine no version is invented',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD ["python"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const edits: Edit[] = [];
    const evidence = new Set<string>();
    const kept = new Set<string>();
    let isObserved = true;
    for (const { from, base } of tree.stages) {
      const [word] = from.words;
      const pin = word === undefined ? null : pinOf(setup, base);
      if (word === undefined || pin === null) continue;
      for (const reason of pin.kept) kept.add(reason);
      if (pin.reference === base) continue;
      edits.push({ range: word.range, text: pin.reference });
      isObserved &&= pin.isObserved;
      evidence.add(pin.evidence);
    }
    if (edits.length === 0)
      return notNeeded(kept.size > 0 ? [...kept].join('; ') : 'no base could be looked up without an engine');
    return {
      kind: 'applied',
      setup: withDockerfile(setup, applyEdits(tree.source, edits)),
      evidence: [...evidence, ...kept],
      class: isObserved ? 'safe' : 'needs-proof',
    };
  },
};

interface Pin {
  reference: string;
  /** it stands for the very image that was observed */
  isObserved: boolean;
  evidence: string;
  /** what was left as it is, and why */
  kept: string[];
}

/** How a base is named under the user's choice; null when nothing was looked up for it. */
function pinOf({ facts, choices }: Setup, base: string): Pin | null {
  const found = facts.bases.find(({ purpose, reference }) => purpose === 'pin' && reference === base);
  // what ships may stand on the slim variant by now, whose tag is exact already
  const slim = facts.bases.find(({ purpose, resolved }) => purpose === 'slim' && resolved === base);
  if (found === undefined) {
    if (slim === undefined) return null;
    if (choices.pin !== 'tag') return withDigest(base, slim, null);
    return {
      reference: base,
      isObserved: true,
      evidence: '',
      kept: [`${base}: the slim base was taken by its exact name`],
    };
  }
  const exact = found.resolved;
  if (choices.pin === 'tag') return byTag(base, found);
  return withDigest(base, found, choices.pin === 'both' ? exact : null) ?? byTag(base, found);
}

function byTag(base: string, found: BaseResolution): Pin {
  const { resolved, reason, sameLayers, digestBefore, digestAfter, digests } = found;
  const unknown =
    digests === undefined || base.includes('@') ? [] : [`${base} gets no digest: ${digests.reason}`];
  if (resolved === null || resolved === base)
    return { reference: base, isObserved: true, evidence: '', kept: [`${base}: ${reason}`, ...unknown] };
  return {
    reference: resolved,
    isObserved: sameLayers,
    evidence: sameLayers
      ? `${base} and ${resolved} are the same image here (same layers)`
      : `${base} (${digestBefore ?? 'digest unknown'}) and ${resolved} (${digestAfter ?? 'digest unknown'}) differ`,
    kept: unknown,
  };
}

/** @returns null when no digest is known */
function withDigest(base: string, found: BaseResolution, tag: string | null): Pin | null {
  const { digests, sameLayers } = found;
  if (digests === undefined || base.includes('@')) return null;
  const isBetter = tag !== null && tag !== base;
  const ofTag = isBetter || found.resolved === base ? digests.resolved : digests.written;
  // a digest that was pulled under the tag as written is that of the same image
  const pin = ofTag ?? (sameLayers ? digests.written : null);
  if (pin === null) return null;
  const isObserved = pin.isObserved && (!isBetter || sameLayers);
  return {
    reference: `${tag ?? base}@${pin.digest}`,
    isObserved,
    evidence: isObserved
      ? `${base} was built upon under the digest ${pin.digest}`
      : `the registry tells ${pin.digest} for ${tag ?? base}`,
    kept: [],
  };
}
