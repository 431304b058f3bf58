import { notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile } from '../model/setup.ts';
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
    let sameLayers = true;
    for (const { from, base } of tree.stages) {
      const found = setup.facts.bases.find(
        ({ reference, purpose }) => purpose === 'pin' && reference === base,
      );
      const word = from.words[0];
      if (found === undefined || word === undefined) continue;
      if (found.resolved === null || found.resolved === base) {
        kept.add(`${base}: ${found.reason}`);
        continue;
      }
      edits.push({ range: word.range, text: found.resolved });
      sameLayers &&= found.sameLayers;
      evidence.add(
        found.sameLayers
          ? `${base} and ${found.resolved} are the same image here (same layers)`
          : `${base} (${found.digestBefore ?? 'digest unknown'}) and ${found.resolved} (${found.digestAfter ?? 'digest unknown'}) differ`,
      );
    }
    if (edits.length === 0)
      return notNeeded(kept.size > 0 ? [...kept].join('; ') : 'no base could be looked up without an engine');
    return {
      kind: 'applied',
      setup: withDockerfile(setup, applyEdits(tree.source, edits)),
      evidence: [...evidence, ...kept],
      class: sameLayers ? 'safe' : 'needs-proof',
    };
  },
};
