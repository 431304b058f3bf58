import type { Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import {
  envPairs,
  removeInstruction,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../../syntax/dockerfile/index.ts';
import { shellOf, type ShellScript } from '../../syntax/shell/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { instructionsBefore, stagesUnder, userAt, variableBefore, type StepUser } from '../step-user.ts';
import { withoutCleaning } from './cleaning.ts';
import { addMounts, cacheMounts, isWithin } from './mounts.ts';
import { DOWNLOAD_TOOLS, isYarnBerry, type DownloadTool } from './tools.ts';

export interface Mounting {
  edits: Edit[];
  evidence: string[];
}

/** A step that downloads, and the folders that its tools keep the downloads in. */
interface Step {
  instruction: Instruction;
  script: ShellScript;
  user: StepUser;
  uses: { tool: DownloadTool; folder: string; home: string }[];
}

/** Cache mounts for pip, npm, yarn and pnpm; what works against them in the same stage is taken out. */
export function toolMounts(setup: Setup, tree: DockerfileTree): Mounting {
  const edits: Edit[] = [];
  const evidence = new Set<string>();
  const unset = new Map<Stage, string>();
  for (const stage of tree.stages) {
    const steps = stage.instructions.flatMap((one) => stepOf(setup, tree, stage, one) ?? []);
    const mounted = new Map<DownloadTool, Step['uses'][number]>();
    for (const step of steps) {
      const found = mountStep(tree, step);
      if (found === null) continue;
      edits.push(...found);
      for (const use of step.uses) {
        mounted.set(use.tool, use);
        if (found.length > 0) evidence.add(`${use.tool.id} keeps its downloads in ${use.folder}`);
      }
    }
    const busy = steps.map(({ instruction }) => instruction);
    edits.push(...leftovers(tree, stage, [...mounted.values()], busy));
    for (const { offVariable } of mounted.keys())
      if (offVariable !== null) for (const one of stagesUnder(tree, stage)) unset.set(one, offVariable);
  }
  for (const [stage, name] of unset) edits.push(...withoutVariable(tree, stage, name));
  return { edits, evidence: [...evidence] };
}

/** Takes a variable out of the ENV and ARG of a stage. */
function withoutVariable(tree: DockerfileTree, stage: Stage, name: string): Edit[] {
  return stage.instructions.flatMap((one) => {
    const pairs = envPairs(one);
    const at = pairs.findIndex((pair) => pair.name === name);
    const [first, pair] = [pairs[0], pairs[at]];
    if (first === undefined || pair === undefined) return [];
    if (pairs.length === 1) return removeInstruction(tree, one);
    const next = pairs[at + 1];
    const end = next === undefined ? pair.range.end : next.range.start;
    const start = next === undefined ? (pairs[at - 1] ?? first).range.end : pair.range.start;
    return [{ range: { start, end }, text: '' }];
  });
}

function stepOf(setup: Setup, tree: DockerfileTree, stage: Stage, instruction: Instruction): Step | null {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  if (script === null || !script.complete) return null;
  const tools = DOWNLOAD_TOOLS.filter(
    (tool) =>
      script.commands.some((one) => tool.installs(one)) && !(tool.id === 'yarn' && isYarnBerry(setup)),
  );
  if (tools.length === 0) return null;
  const user = userAt(setup, tree, stage, instruction);
  if (user === null) return null;
  const before = instructionsBefore(tree, stage, instruction);
  const uses = tools.flatMap((tool) => {
    const folder = folderOf(setup, before, script, tool, user);
    return folder === null ? [] : [{ tool, folder, home: user.home }];
  });
  return uses.length === 0 ? null : { instruction, script, user, uses };
}

/** Where a tool keeps its downloads in a step; null when it is told elsewhere, or kept from it by the base. */
function folderOf(
  setup: Setup,
  before: readonly Instruction[],
  script: ShellScript,
  tool: DownloadTool,
  { home, ids }: StepUser,
): string | null {
  const calls = script.commands.filter((one) => tool.installs(one));
  if (calls.some(({ words }) => words.some(({ raw }) => tool.folderOption.test(raw)))) return null;
  const names = tool.folderVariables.map(({ name }) => name);
  if (script.commands.some(({ assignments }) => assignments.some(({ name }) => names.includes(name))))
    return null;
  if (tool.offVariable !== null && variableBefore(setup, before, tool.offVariable)?.isBase === true)
    return null;
  for (const { name, below } of tool.folderVariables) {
    const set = variableBefore(setup, before, name);
    if (set !== null) return /^\/[^$,\s]*$/.test(set.value) ? set.value.replace(/\/+$/, '') + below : null;
  }
  return tool.folder(home, ids === null);
}

/** @returns null when something in the step that is against the mount cannot be taken out */
function mountStep(tree: DockerfileTree, { instruction, script, user, uses }: Step): Edit[] | null {
  const cleaning = withoutCleaning(script, uses);
  if (cleaning === null || cleaning.isWhole) return null;
  const there = cacheMounts(instruction);
  const wanted = uses.filter(
    ({ folder }) => !there.some(({ target }) => isWithin(folder, target) || isWithin(target, folder)),
  );
  const owner = user.ids === null ? [] : [`uid=${user.ids.uid}`, `gid=${user.ids.gid}`];
  const mounts = wanted.map(({ tool, folder }) =>
    ['type=cache', `target=${folder}`, ...tool.mountOptions, ...owner].join(','),
  );
  return [
    ...(mounts.length === 0 ? [] : addMounts(tree, instruction, mounts)),
    ...cleaning.edits,
    ...offOptions(script, uses),
  ];
}

/** `--no-cache-dir`, and `PIP_NO_CACHE_DIR=1` before the command. */
function offOptions(script: ShellScript, uses: Step['uses']): Edit[] {
  return uses.flatMap(({ tool }) =>
    script.commands
      .filter((one) => tool.installs(one))
      .flatMap(({ words, assignments }) => [
        ...words.filter(({ raw }) => tool.offOption?.test(raw)).map(({ range }) => before(script, range)),
        ...assignments
          .filter(({ name }) => name === tool.offVariable)
          .map(({ range }) => behind(script, range)),
      ]),
  );
}

function before({ source }: ShellScript, { start, end }: Edit['range']): Edit {
  const gap = /(?:[ \t]*[\\`]\r?\n)?[ \t]*$/.exec(source.slice(0, start))?.[0].length ?? 0;
  return { range: { start: start - gap, end }, text: '' };
}

function behind({ source }: ShellScript, { start, end }: Edit['range']): Edit {
  const gap = /^[ \t]*/.exec(source.slice(end))?.[0].length ?? 0;
  return { range: { start, end: end + gap }, text: '' };
}

/** Steps that only clean up after tools that leave nothing in the stage any more. */
function leftovers(
  tree: DockerfileTree,
  stage: Stage,
  uses: Step['uses'],
  busy: readonly Instruction[],
): Edit[] {
  if (uses.length === 0) return [];
  return stage.instructions.flatMap((one) => {
    const script = is(one, 'RUN') && !busy.includes(one) ? shellOf(one, tree.source) : null;
    const cleaning = script?.complete ? withoutCleaning(script, uses) : null;
    return cleaning?.isWhole ? removeInstruction(tree, one) : [];
  });
}
