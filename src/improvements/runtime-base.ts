import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import { calledPrograms, programsOf } from '../ecosystems/called-programs.ts';
import { addRuntimePackage } from '../ecosystems/os/add-package.ts';
import { isBuildOnly, packageOfTool } from '../ecosystems/os/build-only.ts';
import { openedOwners } from '../ecosystems/runtime-needs.ts';
import { hasBuilder } from '../ecosystems/builders.ts';
import { isSmall, parseReference } from '../model/image-reference/index.ts';
import { slimBaseOf } from '../ecosystems/slim-base.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { applyEdits } from '../syntax/text.ts';

export const runtimeBase: Change = {
  id: 'runtime-base',
  title: 'What ships stands on the slim base',
  why: 'A full base holds compilers, headers and version control for builds: about a gigabyte that the program never calls.',
  class: 'needs-proof',
  rungs: ['slim'],
  examples: [
    {
      name: 'the builder keeps the full base',
      before: {
        Dockerfile:
          'FROM python:3.13 AS builder\nRUN make\nFROM python:3.13\nCOPY --from=builder /opt /opt\nCMD ["/opt/app"]\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13 AS builder\nRUN make\nFROM python:3.13.5-slim-trixie\nCOPY --from=builder /opt /opt\nCMD ["/opt/app"]\n',
      },
      facts: (facts) => ({
        ...facts,
        bases: [
          {
            reference: 'python:3.13',
            purpose: 'slim',
            resolved: 'python:3.13.5-slim-trixie',
            sameLayers: false,
            digestBefore: null,
            digestAfter: null,
            reason: 'it is in the local store',
            contents: { packages: [], commands: [] },
          },
        ],
      }),
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    const word = stage?.from.words[0];
    if (stage === null || word === undefined) return notNeeded('there is no stage');
    const reference = parseReference(stage.base);
    if (reference !== null && isSmall(reference)) return notNeeded('it stands on a small base already');
    if (!hasBuilder(tree))
      return notNeeded('what ships is built in its own stage, which may need the full base');
    const slim = slimBaseOf(setup, stage.base);
    if (slim === null) return notNeeded('no slimmer variant of its base is known to exist');
    const lost = programsLost(setup, tree, stage, slim.contents?.commands ?? null);
    const tools = lost.flatMap((name) => packageOfTool(name) ?? []);
    if (tools.length < lost.length) {
      const others = lost.filter((name) => packageOfTool(name) === null);
      return notNeeded(`it calls ${others.join(', ')}, which the slim base lacks`);
    }
    const onSlim = withDockerfile(
      setup,
      applyEdits(tree.source, [{ range: word.range, text: slim.resolved }]),
    );
    const missing = [...new Set([...librariesLost(setup, slim.contents?.packages ?? null), ...tools])];
    const whole = missing.reduce<Setup | null>(
      (current, name) => current && addRuntimePackage(current, name),
      onSlim,
    );
    if (whole === null) return notNeeded('what the slim base lacks cannot be installed in it');
    const installs = missing.length === 0 ? [] : [`it lacks ${missing.join(', ')}, which are installed`];
    return applied(whole, `${slim.resolved}: ${slim.reason}`, ...installs);
  },
};

/** Programs that are called by name, at run time or by its own steps, that the full base has and the slim one has not. */
function programsLost(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  slim: readonly string[] | null,
): string[] {
  if (slim === null) return [];
  const full = new Set(setup.facts.image?.base.commands);
  const inSteps = stage.instructions.flatMap((one) => programsOf(tree, one));
  return [...new Set([...calledPrograms(setup), ...inSteps])]
    .filter((name) => full.has(name) && !slim.includes(name))
    .sort();
}

/** OS packages whose libraries the copied files want or open by name, which the full base has and the slim one has not. */
function librariesLost(setup: Setup, slim: readonly string[] | null): string[] {
  if (slim === null) return [];
  const owners = (setup.facts.image?.steps ?? [])
    .flatMap(({ libraries }) => libraries)
    .flatMap(({ package: owner, inBase }) => (owner !== null && inBase ? [owner] : []));
  const inBase = new Set(setup.facts.image?.base.packages);
  const opened = openedOwners(setup).flatMap(({ owner }) => (inBase.has(owner) ? [owner] : []));
  return [...new Set([...owners, ...opened])]
    .filter((name) => !slim.includes(name) && !isBuildOnly(name))
    .sort();
}
