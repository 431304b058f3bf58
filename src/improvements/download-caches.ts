import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { cacheMounts } from '../ecosystems/downloads/mounts.ts';
import { DOWNLOAD_TOOLS, isYarnBerry, type DownloadTool } from '../ecosystems/downloads/tools.ts';
import { instructionsBefore, variableBefore } from '../ecosystems/step-user.ts';
import type { DockerfileTree, Instruction, Stage } from '../syntax/dockerfile/index.ts';
import { insertAfterItem, pipCommand, shellOf, type ShellScript } from '../syntax/shell/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

/** Where no cache mount keeps the downloads out of the layer: in the stage that ships, for a builder's layers cost nobody anything. */
export const downloadCaches: Change = {
  id: 'download-caches',
  title: 'No download caches in what ships',
  why: 'Package managers keep what they downloaded for the next time, which in an image never comes.',
  class: 'safe',
  rungs: ['left-out'],
  examples: [
    {
      name: 'pip keeps none, npm cleans up',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nRUN pip install flask\nRUN npm ci && npm run build\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nRUN pip install --no-cache-dir flask\nRUN npm ci && npm cache clean --force && npm run build\n',
      },
    },
    {
      name: 'a mount keeps it out already',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    const found = stage.instructions
      .filter((one) => is(one, 'RUN') && cacheMounts(one).length === 0)
      .flatMap((one) => stepEdits(setup, tree, stage, one));
    if (found.length === 0) return notNeeded('no step of the stage that ships leaves downloads behind');
    return applied(
      withDockerfile(
        setup,
        applyEdits(
          tree.source,
          found.flatMap(({ edits }) => edits),
        ),
      ),
      ...new Set(found.map(({ tool }) => `the downloads of ${tool.id} stayed in the layer`)),
    );
  },
};

interface Cleaned {
  tool: DownloadTool;
  edits: Edit[];
}

function stepEdits(setup: Setup, tree: DockerfileTree, stage: Stage, instruction: Instruction): Cleaned[] {
  const script = shellOf(instruction, tree.source);
  if (script === null) return [];
  return DOWNLOAD_TOOLS.flatMap((tool) => {
    if (tool.id === 'yarn' && isYarnBerry(setup)) return [];
    const before = instructionsBefore(tree, stage, instruction);
    const isOff = tool.offVariable !== null && variableBefore(setup, before, tool.offVariable) !== null;
    const edits = isOff ? [] : tool.id === 'pip' ? withoutPipCache(script) : cleanedUp(script, tool);
    return edits.length === 0 ? [] : [{ tool, edits }];
  });
}

function withoutPipCache(script: ShellScript): Edit[] {
  return script.commands.flatMap((command) => {
    const pip = pipCommand(command);
    if (pip?.verb !== 'install' || pip.flags.some((flag) => /^--no-cache(-dir)?$/.test(flag))) return [];
    if (command.assignments.some(({ name }) => name === 'PIP_NO_CACHE_DIR')) return [];
    const verb = command.words.find(
      ({ value, range }) => value === 'install' && range.start >= pip.python.range.end,
    );
    if (verb === undefined) return [];
    return [{ range: { start: verb.range.end, end: verb.range.end }, text: ' --no-cache-dir' }];
  });
}

/** What empties the caches; pnpm's store is linked into `node_modules`, so that it costs nothing more. */
const CLEAN_UP: Partial<Record<DownloadTool['id'], string>> = {
  npm: 'npm cache clean --force',
  yarn: 'yarn cache clean',
};

function cleanedUp(script: ShellScript, tool: DownloadTool): Edit[] {
  const text = CLEAN_UP[tool.id];
  const last = script.commands.findLast((one) => tool.installs(one));
  const item = last === undefined ? undefined : script.list[last.topLevelIndex];
  if (text === undefined || last === undefined || item === undefined || item.background) return [];
  if (!script.complete || last.depth > 0 || script.list[item.index + 1]?.connector === '||') return [];
  if (script.commands.some((one) => tool.cleans(one) || /\.npm\b|\.cache\b|yarn cache/.test(wordsOf(one))))
    return [];
  return insertAfterItem(script, item, text);
}

const wordsOf = ({ words }: ShellScript['commands'][number]): string => words.map(({ raw }) => raw).join(' ');
