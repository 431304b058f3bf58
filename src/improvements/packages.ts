import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { installCommands } from '../ecosystems/os/install-commands.ts';
import {
  insertBefore,
  removeInstruction,
  removeParagraph,
  type DockerfileTree,
  type Instruction,
} from '../syntax/dockerfile/index.ts';
import { aptInstall, insertAfterItem, shellOf } from '../syntax/shell/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

export const packages: Change = {
  id: 'packages',
  title: 'Package lists left out',
  why: 'Package lists in a layer of their own go stale in the build cache, and lists that stay behind are shipped for nothing.',
  class: 'safe',
  rungs: ['cleaned'],
  examples: [
    {
      name: 'lists cleaned in the same layer',
      before: { Dockerfile: 'FROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx\n' },
      after: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*\n',
      },
    },
    {
      name: 'update and install in one layer',
      before: { Dockerfile: 'FROM debian:13-slim\nRUN apt-get update\nRUN apt-get install -y nginx\n' },
      after: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*\n',
      },
    },
    {
      name: 'a comment goes with what it explains',
      before: {
        Dockerfile:
          'FROM debian:13-slim\n# the web server\nRUN apt-get update\nRUN apt-get install -y nginx\n',
      },
      after: {
        Dockerfile:
          'FROM debian:13-slim\n# the web server\nRUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*\n',
      },
    },
    {
      name: 'a cache mount needs its lists',
      before: {
        Dockerfile:
          'FROM debian:13-slim\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y nginx\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    const evidence: string[] = [];
    let current = setup;
    for (const step of [joinUpdates, cleanLists]) {
      const edited = step(current);
      if (edited === null) continue;
      current = edited.setup;
      evidence.push(edited.evidence);
    }
    return current === setup ? notNeeded('nothing stays behind') : applied(current, ...evidence);
  },
};

interface Edited {
  setup: Setup;
  evidence: string;
}

/** `RUN apt-get update` on its own goes into the installations that follow it. */
function joinUpdates(setup: Setup): Edited | null {
  const tree = dockerfileOf(setup);
  const edits: Edit[] = [];
  /** with the first installation that it goes into */
  const joined = new Map<Instruction, Instruction>();
  for (const stage of tree.stages) {
    let pending: Instruction | null = null;
    for (const instruction of stage.instructions) {
      if (isUpdateAlone(tree, instruction)) pending = instruction;
      else if (readsLists(tree, instruction)) pending = null;
      const install = installCommands(instruction, tree.source).find(({ tool }) => tool !== 'apk');
      if (pending === null || install === undefined || updates(tree, instruction)) continue;
      const at = install.command.range.start;
      edits.push({ range: { start: at, end: at }, text: `${pending.argument.trim()} && ` });
      if (!joined.has(pending)) joined.set(pending, instruction);
    }
  }
  for (const [update, install] of joined) {
    edits.push(...removeParagraph(tree, update));
    const comments = commentsAbove(tree, update);
    if (comments !== '') edits.push(...insertBefore(tree, install, comments));
  }
  if (edits.length === 0) return null;
  return {
    setup: withDockerfile(setup, applyEdits(tree.source, edits)),
    evidence: 'an update in a layer of its own is not repeated when the installation changes',
  };
}

/** The comment lines directly above an instruction, which tell what the installation is for; '' when there are none. */
function commentsAbove(tree: DockerfileTree, instruction: Instruction): string {
  const [own] = removeInstruction(tree, instruction);
  if (own === undefined) return '';
  return tree.source
    .slice(own.range.start, instruction.range.start)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

const installsOrReads = (tree: DockerfileTree, instruction: Instruction): boolean =>
  readsLists(tree, instruction) ||
  installCommands(instruction, tree.source).some(({ tool }) => tool !== 'apk');

/** `apt-get upgrade` and its like in a step without an update: it works with the lists of the step before. */
function readsLists(tree: DockerfileTree, instruction: Instruction): boolean {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  const verbs = script?.commands.map((command) => aptInstall(command)?.verb ?? '') ?? [];
  return (
    !verbs.includes('update') &&
    verbs.some((verb) => /^(upgrade|dist-upgrade|full-upgrade|build-dep|download|source)$/.test(verb))
  );
}

function updates(tree: DockerfileTree, instruction: Instruction): boolean {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  return (
    script?.commands.some((command) => {
      const apt = aptInstall(command);
      return apt?.verb === 'update' && apt.tool !== 'apk';
    }) ?? false
  );
}

function isUpdateAlone(tree: DockerfileTree, instruction: Instruction): boolean {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  const only = script?.commands.length === 1 ? script.commands[0] : undefined;
  const apt = only && aptInstall(only);
  return apt?.verb === 'update' && apt.tool !== 'apk' && instruction.flags.length === 0;
}

/** Only in the stage that ships: what a builder leaves behind costs nobody anything. */
function cleanLists(setup: Setup): Edited | null {
  const tree = dockerfileOf(setup);
  const steps = shippedStage(tree)?.instructions ?? [];
  // an installation without an update lives on the lists of the steps before it
  const lastReader = steps.findLastIndex((one) => installsOrReads(tree, one) && !updates(tree, one));
  const edits = steps.slice(lastReader + 1).flatMap((instruction) => cleaning(tree, instruction));
  if (edits.length === 0) return null;
  return {
    setup: withDockerfile(setup, applyEdits(tree.source, edits)),
    evidence: 'the package lists stayed in the layer',
  };
}

function cleaning(tree: DockerfileTree, instruction: Instruction): Edit[] {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  if (script === null || !script.complete || instruction.heredocs.length > 0) return [];
  if (!updates(tree, instruction)) return [];
  const mounts = instruction.flags.filter(({ name, value }) => name === 'mount' && /apt/.test(value ?? ''));
  const cleans = /\/var\/lib\/apt(\/lists)?/.test(instruction.argument);
  const last = script.list.at(-1);
  if (mounts.length > 0 || cleans || last === undefined || last.background) return [];
  return insertAfterItem(script, last, 'rm -rf /var/lib/apt/lists/*');
}
