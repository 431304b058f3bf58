import { composeService } from '../model/compose-service.ts';
import type { WrittenPath } from '../model/facts.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import {
  copySources,
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
import { absoluteIn, originOf, sourceCopy } from './source-copy.ts';
import { holdsProgram, liesIn } from './written-paths.ts';

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

/**
 * Makes the folders its own that the program, or a service that runs the same image, was seen to write, and those that
 * named volumes are mounted on: what is written there shows in no difference of containers, and a fresh volume takes
 * the owner of the image's folder, which has to be there. Nothing else.
 */
export function ownershipEdits(setup: Setup, id: number): Setup {
  const { run } = setup.facts;
  const seen = [...(run?.writes ?? []), ...Object.values(run?.siblings ?? {}).flatMap((one) => one.writes)];
  const mounted = namedVolumes(setup).filter(({ path }) => !holdsProgram(setup, path));
  const writes = [...seen, ...mounted].filter(
    ({ path }, index, all) =>
      !/^\/(tmp|var\/tmp|run|dev|proc)(\/|$)/.test(path) &&
      all.findIndex((other) => other.path === path) === index,
  );
  return writes.reduce((current, write) => ownPath(current, write, id), setup);
}

/** Whether the build context brings files below a folder of the image. */
function isCopied(setup: Setup, path: string): boolean {
  const stage = shippedStage(dockerfileOf(setup));
  return stage?.instructions.some((one) => (copiesInto(setup, stage, one, path) ?? '') !== '') ?? false;
}

/** Where compose mounts named volumes that the service, or one that runs the same image, may write. */
export function namedVolumes(setup: Setup): WrittenPath[] {
  const names = [setup.paths.service, ...(setup.paths.siblings ?? [])];
  return names.flatMap((name) => {
    const service = composeService({ ...setup, paths: { ...setup.paths, service: name } });
    return (service?.volumes ?? [])
      .filter(({ kind, source, readOnly }) => kind === 'volume' && source !== null && !readOnly)
      .map(({ target }) => ({ path: target, holdsImageContent: isCopied(setup, target), bytes: 0 }));
  });
}

function ownPath(setup: Setup, write: WrittenPath, id: number): Setup {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null) return setup;
  const make = `RUN install -d -o ${id} -g ${id} ${write.path}`;
  const copy = stage.instructions.findLast((one) => copiesInto(setup, stage, one, write.path) !== null);
  const built = stage.instructions.findLast((one) => stageCopyOver(stage, one, write.path) !== null);
  const at = (one: Instruction | undefined) => (one === undefined ? -1 : stage.instructions.indexOf(one));
  if (built !== undefined && at(built) > at(copy)) {
    const edits = ownBuilt(tree, stage, built, write, id);
    return withDockerfile(setup, applyEdits(tree.source, edits));
  }
  if (copy === undefined)
    return withDockerfile(setup, applyEdits(tree.source, insertMake(tree, stage, make)));
  const inside = copiesInto(setup, stage, copy, write.path) ?? '';
  if (inside !== '') {
    // COPY gives every folder that it brings along to root, even one that was there before: only afterwards is it ours
    const chown = asRoot(stage, copy, `RUN chown ${id}:${id} ${write.path}`);
    const content = `COPY --chown=${id}:${id} ${inside}/ ${write.path}/\n${chown}`;
    const own = write.holdsImageContent ? content : asRoot(stage, copy, make);
    return withDockerfile(setup, applyEdits(tree.source, insertAfter(tree, copy, own)));
  }
  const edits = insertBefore(tree, copy, asRoot(stage, copy, make));
  if (write.holdsImageContent) edits.push(...setFlag(copy, 'chown', `${id}:${id}`));
  return withDockerfile(setup, applyEdits(tree.source, edits));
}

/** Where a COPY from another stage takes the content of a folder of the image from; null when it does not bring it. */
function stageCopyOver(stage: Stage, instruction: Instruction, path: string): string | null {
  const reading = copySources(instruction);
  const [source, ...others] = reading?.sources ?? [];
  if (reading?.from == null || source === undefined || others.length > 0) return null;
  const target = absoluteIn(stage, instruction, reading.destination.value);
  const isFile = /[^/]\.\w+$/.test(source.value) && target !== path;
  if (isFile || (target !== path && !path.startsWith(target === '/' ? '/' : `${target}/`))) return null;
  return source.value.replace(/\/$/, '') + path.slice(target.length);
}

/** What another stage made and the program writes: the COPY itself gives it away, or one more behind it. */
function ownBuilt(
  tree: DockerfileTree,
  stage: Stage,
  copy: Instruction,
  write: WrittenPath,
  id: number,
): Edit[] {
  const reading = copySources(copy);
  const origin = stageCopyOver(stage, copy, write.path) ?? '';
  if (absoluteIn(stage, copy, reading?.destination.value ?? '.') === write.path)
    return setFlag(copy, 'chown', `${id}:${id}`);
  // COPY gives every folder that it brings along to root: only afterwards is it ours
  const make = asRoot(stage, copy, `RUN install -d -o ${id} -g ${id} ${write.path}`);
  const content = `COPY --from=${reading?.from} --chown=${id}:${id} ${origin}/ ${write.path}/\n`;
  return insertAfter(tree, copy, write.holdsImageContent ? content + make : make);
}

/** Makes all that the project copies into the image the user's own, and the folder that it is started in. */
export function ownAll(setup: Setup, id: number): Setup {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null) return setup;
  const copies = stage.instructions.filter(
    (one) =>
      is(one, 'COPY', 'ADD') &&
      !one.flags.some(({ name }) => name === 'chown') &&
      (!one.flags.some(({ name }) => name === 'from') || isBuiltForApp(stage, one)),
  );
  const edits = copies.flatMap((one) => setFlag(one, 'chown', `${id}:${id}`));
  const workdir = stage.instructions.findLast((one) => is(one, 'WORKDIR'));
  const folder = workdir?.words[0]?.value ?? '';
  if (workdir !== undefined && folder.startsWith('/') && folder !== '/')
    edits.push(...insertAfter(tree, workdir, `RUN install -d -o ${id} -g ${id} ${folder}`));
  const owned = withDockerfile(setup, applyEdits(tree.source, edits));
  const elsewhere = namedVolumes(setup).filter(
    ({ path }) => path !== folder && !path.startsWith(`${folder}/`),
  );
  return elsewhere.reduce((current, write) => ownPath(current, write, id), owned);
}

/** What another stage built for the folder that the program runs in, its packages left out. */
function isBuiltForApp(stage: Stage, copy: Instruction): boolean {
  const home = absoluteIn(stage, null, '.');
  const target = absoluteIn(stage, copy, copySources(copy)?.destination.value ?? '/');
  return home !== '/' && liesIn(target, home) && !/(^|\/)(node_modules|\.?venv)(\/|$)/.test(target);
}

/**
 * Where in the context the content of a folder of the image comes from, when this COPY puts it there; '' when the
 * folder is the copy's own destination.
 */
function copiesInto(setup: Setup, stage: Stage, instruction: Instruction, path: string): string | null {
  const copy = sourceCopy(stage, instruction, setup.facts.context);
  if (copy === null) return null;
  if (path === copy.target) return '';
  const origin = originOf(copy, path);
  const isThere = setup.facts.context.some(
    (file) => file.path === origin || file.path.startsWith(`${origin}/`),
  );
  return isThere ? origin : null;
}

/** A step that needs root, at a place where another user may be set. */
function asRoot(stage: Stage, place: Instruction, line: string): string {
  const before = stage.instructions.slice(0, stage.instructions.indexOf(place));
  const user = before.findLast((one) => is(one, 'USER'))?.argument ?? 'root';
  return /^(root|0)(:|$)/.test(user) ? line : `USER root\n${line}\nUSER ${user}`;
}

/** Before the project's files, which change more often than it does. */
function insertMake(tree: DockerfileTree, stage: Stage, line: string): Edit[] {
  const copy = stage.instructions.find(
    (one) => is(one, 'COPY', 'ADD') && !one.flags.some(({ name }) => name === 'from'),
  );
  const place = copy ?? stage.instructions.findLast((one) => is(one, 'USER'));
  return place === undefined
    ? insertAfter(tree, stage.instructions.at(-1) ?? stage.from, line)
    : insertBefore(tree, place, asRoot(stage, place, line));
}
