import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import { manifestIn } from '../ecosystems/node/image-manifest.ts';
import { isDevProgram, npmLock } from '../ecosystems/node/lock.ts';
import { nodeMajor, productionEdits, pruneLine } from '../ecosystems/node/production.ts';
import { startedPrograms, startOf } from '../ecosystems/node/start.ts';
import { stepsOf, type Install, type Step } from '../ecosystems/node/steps.ts';
import { absoluteIn } from '../ecosystems/source-copy.ts';
import {
  copySources,
  insertAfter,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

const MANIFEST = '{"dependencies": {"express": "4.21.2"}, "devDependencies": {"eslint": "9.0.0"}}\n';

export const productionDependencies: Change = {
  id: 'production-dependencies',
  title: 'Development dependencies left out of what ships',
  why: 'Compilers, linters and test runners of node_modules are most of its size, and no request ever reaches them.',
  class: 'needs-proof',
  rungs: ['omitted'],
  examples: [
    {
      name: 'nothing is built',
      before: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
        'package.json': MANIFEST,
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
      },
    },
    {
      name: 'a builder takes them away when it has built',
      before: {
        Dockerfile:
          'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist/server.js"]\n',
        'package.json': MANIFEST,
      },
      after: {
        Dockerfile:
          'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nRUN npm prune --omit=dev\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist/server.js"]\n',
      },
    },
    {
      name: 'they are left out already',
      before: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nENV NODE_ENV=production\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
        'package.json': MANIFEST,
      },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const shipped = shippedStage(tree);
    if (shipped === null) return notNeeded('there is no stage');
    const start = startOf(setup);
    let reason = 'no dependencies are installed in a way that is known';
    for (const stage of tree.stages) {
      const steps = stepsOf(stage, tree.source);
      const installs = steps.flatMap((step) => step.installs);
      const [install] = installs;
      if (install === undefined) continue;
      const site: Site = { setup, tree, stage, shipped, steps, installs };
      const found = leaveOut(site, install, startedPrograms(start));
      if (typeof found !== 'string')
        return applied(withDockerfile(setup, applyEdits(tree.source, found.edits)), found.evidence);
      reason = found;
    }
    return notNeeded(reason);
  },
};

interface Site {
  setup: Setup;
  tree: DockerfileTree;
  stage: Stage;
  shipped: Stage;
  steps: Step[];
  installs: Install[];
}

/** Edits for the one installation of a stage; a sentence when there is nothing to do. */
function leaveOut(
  site: Site,
  install: Install,
  started: readonly string[],
): { edits: Edit[]; evidence: string } | string {
  const { setup, tree, stage, steps, installs } = site;
  if (!ships(site, install)) return 'what it installs with development dependencies does not ship';
  if (installs.length > 1) return 'it installs more than once';
  if (install.production) return 'development dependencies are left out already';
  if (install.node.action !== 'install' || install.node.dynamic) return 'its installation is of another kind';
  const isPruned = steps.some(({ parts }) =>
    parts.some(
      ({ role, commands }) =>
        role === 'clean' &&
        /prune|rm/.test(commands.map(({ words }) => words.map(({ raw }) => raw).join(' ')).join(' ')),
    ),
  );
  if (isPruned) return 'it takes packages away again by itself';
  const manifest = manifestIn(setup, stage, install.folder);
  const count = Object.keys(manifest?.devDependencies ?? {}).length;
  if (manifest === null || count === 0) return 'it has no development dependencies';
  if (manifest.hasLocalPackages) return 'its packages are part of a workspace';
  const lock = npmLock(setup, manifest);
  const dev = started.find((one) => isDevProgram(manifest, lock, one));
  if (dev !== undefined) return `it starts ${dev}, which is a development dependency`;
  const evidence = `${count} development dependencies, with all that they bring, do not ship`;
  const lastWork = lastWorkAfter(site, install);
  const major = nodeMajor(setup, stage.base);
  if (lastWork === null) {
    const edits = productionEdits(install, manifest, lock, major);
    return edits === null ? 'its own install scripts need development dependencies' : { edits, evidence };
  }
  // taking away in a later layer of what ships would save nothing
  if (stage === site.shipped) return 'it builds in the stage that ships';
  const line = pruneLine(install, major);
  return line === null
    ? 'its package manager cannot take them away again'
    : { edits: insertAfter(tree, lastWork, line), evidence };
}

/** The last step of the stage, and of those that stand on it, that may need dev dependencies. */
function lastWorkAfter({ stage, steps }: Site, install: Install): Instruction | null {
  const at = (instruction: Instruction) => stage.instructions.indexOf(instruction);
  const later = steps.filter(({ instruction, parts }) =>
    parts.some(
      ({ role, item }) =>
        role === 'work' &&
        (at(instruction) > at(install.instruction) ||
          (instruction === install.instruction && item.index > install.part.item.index)),
    ),
  );
  return later.at(-1)?.instruction ?? null;
}

/** Its packages are in the stage that ships: it is that stage, or that stage alone copies them from it. */
function ships({ tree, stage, shipped }: Site, install: Install): boolean {
  const names = [stage.name, String(stage.index)];
  const standsOn = tree.stages.some(({ base }) => stage.name !== null && base.toLowerCase() === stage.name);
  if (standsOn) return false;
  const folder = `${install.folder === '/' ? '' : install.folder}/node_modules`;
  const takers = tree.stages.filter((other) =>
    other.instructions.some((one) => {
      const reading = copySources(one);
      return (
        reading?.from != null &&
        names.includes(reading.from.toLowerCase()) &&
        reading.sources.some(({ value }) =>
          `${folder}/`.startsWith(`${absoluteIn(stage, null, value).replace(/\/$/, '')}/`),
        )
      );
    }),
  );
  return stage === shipped || (takers.length > 0 && takers.every((one) => one === shipped));
}
