import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { stagesUnder } from '../ecosystems/step-user.ts';
import {
  envPairs,
  insertAfter,
  insertBefore,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';
import { quotedValue } from '../rules/pairs/quoted.ts';

/** https://github.com/opencontainers/image-spec/blob/main/annotations.md */
const PREFIX = 'org.opencontainers.image.';

export const labels: Change = {
  id: 'labels',
  title: 'Labels that say what the image is',
  why: 'Registries, scanners and updaters show and follow the standard labels: without them nobody sees where an image comes from.',
  class: 'safe',
  rungs: ['from-the-project'],
  examples: [
    {
      name: 'what the project says of itself',
      before: { Dockerfile: 'FROM python:3.13-slim\nARG VERSION=dev\nCOPY . .\nCMD ["python", "app.py"]\n' },
      after: {
        Dockerfile: `FROM python:3.13-slim
ARG VERSION=dev
COPY . .
LABEL org.opencontainers.image.title="notes" \\
      org.opencontainers.image.description="Keeps \\$5 notes" \\
      org.opencontainers.image.licenses="MIT" \\
      org.opencontainers.image.source="https://github.com/org/notes" \\
      org.opencontainers.image.version="$VERSION"
CMD ["python", "app.py"]
`,
      },
      facts: (facts) => ({
        ...facts,
        project: {
          name: 'notes',
          description: 'Keeps $5 notes',
          license: 'MIT',
          source: 'https://github.com/org/notes',
          updater: null,
          updaterPlace: null,
        },
      }),
    },
    {
      name: 'it says nothing of itself',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    const there = new Set(labelsOf(tree, stage).map((name) => name.toLowerCase()));
    const place = placeOf(stage);
    const wanted = [...aboutProject(setup, tree), ...versionOf(tree, stage, place)].filter(
      ([name]) => !there.has(PREFIX + name),
    );
    if (wanted.length === 0) return notNeeded('the project says nothing of itself that is not in a label');
    const lines = wanted.map(([name, value]) => `${PREFIX}${name}=${value}`);
    const text = `LABEL ${lines.join(' \\\n      ')}`;
    return applied(
      withDockerfile(setup, applyEdits(tree.source, insertAt(tree, stage, place, text))),
      `what the labels say (${wanted.map(([name]) => name).join(', ')}) stands in the project's own files`,
    );
  },
};

const labelsOf = (tree: DockerfileTree, stage: Stage): string[] =>
  stagesUnder(tree, stage)
    .flatMap(({ instructions }) => instructions.filter((one) => is(one, 'LABEL')))
    .flatMap((one) => envPairs(one).map(({ name }) => name));

type Label = readonly [name: string, value: string];

function aboutProject({ facts: { project } }: Setup, { escape }: DockerfileTree): Label[] {
  const said = [
    ['title', project?.name],
    ['description', project?.description],
    ['licenses', project?.license],
    ['source', project?.source],
  ] as const;
  return said.flatMap(([name, value]) => (value ? [[name, quotedValue(value, escape)] as const] : []));
}

/** A version that the build is given: an ARG in sight that has a default and is no base's version. */
function versionOf(tree: DockerfileTree, stage: Stage, place: Instruction | null): Label[] {
  const end = place === null ? stage.instructions.length : stage.instructions.indexOf(place);
  const args = stage.instructions.slice(0, end).filter((one) => is(one, 'ARG'));
  const arg = args
    .flatMap((one) => envPairs(one))
    .find(({ name, value }) => /^(APP_|IMAGE_)?VERSION$/.test(name) && (value ?? '') !== '');
  if (arg === undefined || tree.stages.some(({ base }) => base.includes(arg.name))) return [];
  return [['version', `"$${arg.name}"`]];
}

/** What is only written into the image's configuration. */
const DESCRIBES = ['USER', 'EXPOSE', 'HEALTHCHECK', 'STOPSIGNAL', 'ENTRYPOINT', 'CMD'];

/** The first of the instructions at the end that only say how it runs; null where there are none. */
function placeOf({ instructions }: Stage): Instruction | null {
  const last = instructions.findLastIndex((one) => !is(one, ...DESCRIBES));
  return instructions[last + 1] ?? null;
}

function insertAt(tree: DockerfileTree, stage: Stage, place: Instruction | null, text: string): Edit[] {
  return place === null
    ? insertAfter(tree, stage.instructions.at(-1) ?? stage.from, text)
    : insertBefore(tree, place, text);
}
