import type { WrittenPath } from '../model/facts.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import {
  insertAfter,
  insertBefore,
  removeInstruction,
  setFlag,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { chownCommand, removeItem, shellOf } from '../syntax/shell/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';
import { sourceCopy } from './source-copy.ts';

/** Takes out `chown … NAME …` of the shipped stage: code that belongs to root cannot be changed by the program. */
export function withoutOwnershipSteps(setup: Setup, name: string, id: number): Setup {
  const tree = dockerfileOf(setup);
  const edits: Edit[] = [];
  for (const instruction of shippedStage(tree)?.instructions ?? []) {
    const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
    if (script === null) continue;
    const owners = script.commands.filter((command) => {
      const owner = chownCommand(command)?.owner?.split(':')[0];
      return owner === name || owner === String(id);
    });
    const items = script.list.filter((item) =>
      owners.some(({ topLevelIndex, depth }) => topLevelIndex === item.index && depth === 0),
    );
    if (items.length === 0) continue;
    if (items.length === script.list.length) edits.push(...removeInstruction(tree, instruction));
    else for (const item of items) edits.push(...removeItem(script, item));
  }
  return edits.length === 0 ? setup : withDockerfile(setup, applyEdits(tree.source, edits));
}

/** Makes the folders that the program was seen to write its own, and nothing else. */
export function ownershipEdits(setup: Setup, id: number): Setup {
  const writes = (setup.facts.run?.writes ?? []).filter(
    ({ path }) => !/^\/(tmp|var\/tmp|run|dev|proc)(\/|$)/.test(path),
  );
  return writes.reduce((current, write) => ownPath(current, write, id), setup);
}

function ownPath(setup: Setup, write: WrittenPath, id: number): Setup {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null) return setup;
  const make = `RUN install -d -o ${id} -g ${id} ${write.path}`;
  if (tree.source.includes(make)) return setup;
  const copy = stage.instructions.findLast((one) => copiesInto(setup, stage, one, write.path) !== null);
  if (copy === undefined)
    return withDockerfile(setup, applyEdits(tree.source, insertMake(tree, stage, make)));
  const inside = copiesInto(setup, stage, copy, write.path) ?? '';
  const edits = insertBefore(tree, copy, make);
  if (write.holdsImageContent) {
    if (inside === '') edits.push(...setFlag(copy, 'chown', `${id}:${id}`));
    else edits.push(...insertAfter(tree, copy, `COPY --chown=${id}:${id} ${inside}/ ${write.path}/`));
  }
  return withDockerfile(setup, applyEdits(tree.source, edits));
}

/**
 * Where in the context the content of a folder of the image comes from, when this COPY puts it there; '' when the
 * folder is the copy's own destination.
 */
function copiesInto(setup: Setup, stage: Stage, instruction: Instruction, path: string): string | null {
  const copy = sourceCopy(instruction, setup.facts.context);
  if (copy === null) return null;
  const before = stage.instructions.slice(0, stage.instructions.indexOf(instruction));
  const workdir = before.findLast((one) => is(one, 'WORKDIR'))?.words[0]?.value ?? '/';
  const absolute = (copy.destination.startsWith('/') ? copy.destination : `${workdir}/${copy.destination}`)
    .replaceAll(/\/\.(?=\/|$)/g, '')
    .replaceAll(/\/+/g, '/')
    .replace(/(.)\/$/, '$1');
  if (path === absolute) return '';
  if (!path.startsWith(absolute === '/' ? '/' : `${absolute}/`)) return null;
  const inside = path.slice(absolute.length).replace(/^\//, '');
  const origin = copy.source === '' ? inside : `${copy.source}/${inside}`;
  return setup.facts.context.some((file) => file.path === origin || file.path.startsWith(`${origin}/`))
    ? origin
    : null;
}

function insertMake(tree: DockerfileTree, stage: Stage, line: string): Edit[] {
  const userLine = stage.instructions.findLast((one) => is(one, 'USER'));
  return userLine === undefined
    ? insertAfter(tree, stage.instructions.at(-1) ?? stage.from, line)
    : insertBefore(tree, userLine, line);
}
