import { applied, notNeeded, type Change } from '../model/change.ts';
import type { BaseResolution } from '../model/facts.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import { addRuntimePackage } from '../ecosystems/os/add-package.ts';
import { packageOfTool } from '../ecosystems/os/build-only.ts';
import { hasBuilder } from '../ecosystems/builders.ts';
import {
  buildsOnFull,
  certificatesLost,
  isCalledTooEarly,
  librariesLost,
  programsLost,
} from '../ecosystems/full-base.ts';
import { isSmall, parseReference } from '../model/image-reference/index.ts';
import { slimBaseOf } from '../ecosystems/slim-base.ts';
import { applyEdits } from '../syntax/text.ts';

const SLIM: BaseResolution[] = [
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
];

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
      facts: (facts) => ({ ...facts, bases: SLIM }),
    },
    {
      name: 'nothing that is built in the stage itself needs the full base',
      before: {
        Dockerfile:
          'FROM python:3.13\nCOPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/\nCOPY . .\nRUN uv sync --locked\nCMD ["uv", "run", "app.py"]\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13.5-slim-trixie\nCOPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/\nCOPY . .\nRUN uv sync --locked\nCMD ["uv", "run", "app.py"]\n',
      },
      facts: (facts) => ({ ...facts, bases: SLIM }),
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    const word = stage?.from.words[0];
    if (stage === null || word === undefined) return notNeeded('there is no stage');
    const reference = parseReference(stage.base);
    if (reference !== null && isSmall(reference)) return notNeeded('it stands on a small base already');
    const slim = slimBaseOf(setup, stage.base);
    if (slim === null) return notNeeded('no slimmer variant of its base is known to exist');
    const isBuiltApart = hasBuilder(tree);
    const reason = isBuiltApart ? null : buildsOnFull(setup, stage, slim.contents);
    if (reason !== null) return notNeeded(reason);
    const lost = programsLost(setup, stage, slim.contents);
    const tools = lost.flatMap((name) => packageOfTool(name) ?? []);
    if (tools.length < lost.length) {
      const others = lost.filter((name) => packageOfTool(name) === null);
      return notNeeded(`it calls ${others.join(', ')}, which the slim base lacks`);
    }
    if (isCalledTooEarly(tree, stage, lost))
      return notNeeded(`it calls ${lost.join(', ')}, which the slim base lacks, before it installs packages`);
    const onSlim = withDockerfile(
      setup,
      applyEdits(tree.source, [{ range: word.range, text: slim.resolved }]),
    );
    const missing = [
      ...new Set([
        ...librariesLost(setup, slim.contents),
        ...certificatesLost(setup, tools, slim.contents),
        ...tools,
      ]),
    ];
    const whole = missing.reduce<Setup | null>(
      (current, name) => current && addRuntimePackage(current, name),
      onSlim,
    );
    if (whole === null) return notNeeded('what the slim base lacks cannot be installed in it');
    return applied(
      whole,
      `${slim.resolved}: ${slim.reason}`,
      ...(isBuiltApart ? [] : ['its steps call nothing that only the full base has']),
      ...(missing.length === 0 ? [] : [`it lacks ${missing.join(', ')}, which are installed`]),
    );
  },
};
