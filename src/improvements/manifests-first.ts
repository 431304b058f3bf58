import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is } from '../model/stages.ts';
import { isAccountStep } from '../ecosystems/accounts.ts';
import { installCommands, isHousekeeping } from '../ecosystems/os/install-commands.ts';
import { ecosystems } from '../ecosystems/index.ts';
import { visibleFiles } from '../ecosystems/context-origin.ts';
import { isCopiedOn, laterCopy } from '../ecosystems/copied-on.ts';
import { absoluteIn, originOf, sourceCopy, type SourceCopy } from '../ecosystems/source-copy.ts';
import {
  commentAbove,
  copySources,
  insertAfter,
  insertBefore,
  removeParagraph,
  sourceWithComments,
  type DockerfileTree,
  type Flag,
  type Instruction,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { chownCommand, shellOf } from '../syntax/shell/index.ts';
import { applyEdits } from '../syntax/text.ts';

export const manifestsFirst: Change = {
  id: 'manifests-first',
  title: 'Manifests before the source',
  why: 'Every source edit makes the steps after the source copy run again: what does not need the source belongs before it.',
  class: 'needs-proof',
  rungs: ['reordered'],
  examples: [
    {
      name: 'the requirement files are enough to install',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python", "app.py"]\n',
        'requirements.txt': '-r base.txt\nflask==3.1.1\n',
        'base.txt': 'click==8.2.0\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt base.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
      },
    },
    {
      name: 'a builder that needs nothing else gets nothing else',
      before: {
        Dockerfile:
          'FROM python:3.13-slim AS builder\nWORKDIR /app\nCOPY . .\nRUN python -m venv /venv\nRUN pip --python /venv/bin/python install -r requirements.txt\nFROM python:3.13-slim\nCOPY --from=builder /venv /venv\nCOPY . /app\nCMD ["python", "/app/app.py"]\n',
        'requirements.txt': 'flask==3.1.1\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS builder\nWORKDIR /app\nRUN python -m venv /venv\nCOPY requirements.txt ./\nRUN pip --python /venv/bin/python install -r requirements.txt\nFROM python:3.13-slim\nCOPY --from=builder /venv /venv\nCOPY . /app\nCMD ["python", "/app/app.py"]\n',
      },
    },
    {
      name: 'to clean up after Yarn needs no source',
      before: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN yarn && rm -rf /usr/local/share/.cache/yarn\nCMD ["node", "a.js"]\n',
        'package.json': '{}\n',
        'yarn.lock': '',
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn && rm -rf /usr/local/share/.cache/yarn\nCOPY . .\nCMD ["node", "a.js"]\n',
      },
    },
    {
      name: 'an editable install needs the source',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nRUN pip install -e .\nCMD ["python", "app.py"]\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    let current = setup;
    const evidence: string[] = [];
    // one move at a time: each changes the positions of the rest
    for (let move = nextMove(current); move !== null; move = nextMove(current)) {
      current = withDockerfile(current, move.text);
      evidence.push(move.evidence);
    }
    return current === setup
      ? notNeeded('nothing that could go before the source comes after it')
      : applied(current, ...evidence);
  },
};

interface Move {
  text: string;
  evidence: string;
}

function nextMove(setup: Setup): Move | null {
  const tree = dockerfileOf(setup);
  for (const stage of tree.stages)
    for (const instruction of stage.instructions) {
      const copy = sourceCopy(stage, instruction, setup.facts.context);
      const move = copy === null ? null : moveDown(setup, tree, stage, copy);
      if (move !== null) return move;
    }
  return null;
}

/** Moves a source copy behind the last step that does not need it; the manifests stay in its old place. */
function moveDown(setup: Setup, tree: DockerfileTree, stage: Stage, copy: SourceCopy): Move | null {
  const after = stage.instructions.slice(stage.instructions.indexOf(copy.instruction) + 1);
  const manifests: string[] = [];
  let target: Instruction | null = null;
  let firstInstall: Instruction | null = null;
  let reachedEnd = true;
  for (const instruction of after) {
    const needed = neededFiles(setup, tree, stage, instruction, copy);
    if (needed === null) {
      reachedEnd = false;
      break;
    }
    if (needed.length > 0) firstInstall ??= instruction;
    manifests.push(...needed.filter((path) => !manifests.includes(path)));
    if (is(instruction, 'RUN') || isStabler(setup, tree, instruction)) target = instruction;
  }
  const shipped = tree.stages.at(-1) === stage;
  const unneeded = !shipped && reachedEnd && !isCopiedOn(setup, tree, stage, copy);
  if (target === null && !unneeded) return null;
  if (unneeded && firstInstall === null && target === null) return null;

  const edits = removeParagraph(tree, copy.instruction);
  const comment = unneeded ? commentAbove(tree, copy.instruction) : '';
  const shippedCopy = comment === '' ? null : laterCopy(setup, tree, stage, copy);
  if (shippedCopy !== null) edits.push(...insertBefore(tree, shippedCopy, comment));
  if (manifests.length > 0 && firstInstall !== null)
    edits.push(
      ...insertBefore(
        tree,
        firstInstall,
        `${shippedCopy === null ? comment : ''}${manifestCopies(manifests, copy).join('\n')}`,
      ),
    );
  if (!unneeded && target !== null)
    edits.push(...insertAfter(tree, target, sourceWithComments(tree, copy.instruction).trimEnd()));
  return {
    text: applyEdits(tree.source, edits),
    evidence: unneeded
      ? `the stage ${stage.name ?? stage.index} needs only ${manifests.join(', ') || 'none of the source'}`
      : manifests.length > 0
        ? `to install, ${manifests.join(', ')} ${manifests.length > 1 ? 'are' : 'is'} enough`
        : 'the steps behind the copy of the source do not read it',
  };
}

const isCopyFromStage = (instruction: Instruction): boolean =>
  is(instruction, 'COPY') && instruction.flags.some(({ name }) => name === 'from');

/** A copy from a stage that does not copy the source itself: it changes less often than the source. */
function isStabler(setup: Setup, tree: DockerfileTree, instruction: Instruction): boolean {
  if (!isCopyFromStage(instruction)) return false;
  const from = copySources(instruction)?.from?.toLowerCase();
  const stage = tree.stages.find(({ name, index }) => name === from || String(index) === from);
  return !(stage?.instructions ?? []).some(
    (one) => sourceCopy(stage as Stage, one, setup.facts.context) !== null,
  );
}

/**
 * The files of the copy that an instruction needs, by paths relative to the context.
 * @returns null when it may need any of them, or must not be passed
 */
function neededFiles(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  instruction: Instruction,
  copy: SourceCopy,
): string[] | null {
  if (is(instruction, 'ENV', 'ARG', 'LABEL', 'EXPOSE', 'USER', 'STOPSIGNAL')) return [];
  if (isCopyFromStage(instruction)) return overwrites(setup, stage, instruction, copy) ? null : [];
  if (is(instruction, 'CMD', 'ENTRYPOINT', 'HEALTHCHECK')) return [];
  if (is(instruction, 'WORKDIR')) return copy.destination.startsWith('/') ? [] : null;
  if (!is(instruction, 'RUN') || instruction.flags.some(bindsFiles)) return null;
  const script = shellOf(instruction, tree.source);
  if (script === null || !script.complete) return null;
  if (isAccountStep(instruction, tree.source))
    return script.commands.some((command) => chownCommand(command) !== null || command.name === 'chmod')
      ? null
      : [];
  const packages = installCommands(instruction, tree.source);
  const files: string[] = [];
  for (const command of script.commands) {
    if (isHousekeeping(command) || packages.some((one) => one.command.range.start === command.range.start))
      continue;
    const site = { setup, stage, instruction, command, copy };
    const needed = ecosystems.map((one) => one.filesFor(site)).find((found) => found !== undefined) ?? null;
    if (needed === null) return null;
    files.push(...needed);
  }
  return files;
}

/** It puts something in the place of files that the copy brings: who comes last wins. */
function overwrites(setup: Setup, stage: Stage, instruction: Instruction, copy: SourceCopy): boolean {
  const target = absoluteIn(stage, instruction, copySources(instruction)?.destination.value ?? '.');
  const origin = originOf(copy, target);
  return (
    `${copy.target}/`.startsWith(target === '/' ? '/' : `${target}/`) ||
    (origin !== null &&
      visibleFiles(setup).some(({ path }) => path === origin || path.startsWith(`${origin}/`)))
  );
}

/** Mounts of caches, secrets and temporary folders bring nothing of the source. */
const bindsFiles = ({ name, value }: Flag): boolean =>
  name === 'mount' && !/(^|,)type=(cache|tmpfs|secret|ssh)(,|$)/.test(value ?? '');

/** One COPY for each folder, so that the files keep their places; a folder's own path ends in a slash. */
function manifestCopies(manifests: readonly string[], copy: SourceCopy): string[] {
  const folders = new Map<string, string[]>();
  for (const path of manifests) {
    const inCopy = copy.source === '' ? path : path.slice(copy.source.length + 1);
    const folder = inCopy.endsWith('/') ? inCopy : inCopy.slice(0, inCopy.lastIndexOf('/') + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  const base = copy.destination.replace(/\/?\.?$/, '');
  return [...folders].map(([folder, paths]) => {
    const words = [...paths, base === '' ? `./${folder}` : `${base}/${folder}`];
    return words.some((word) => /\s/.test(word))
      ? `COPY ${JSON.stringify(words)}`
      : `COPY ${words.join(' ')}`;
  });
}
