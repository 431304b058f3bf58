import { is } from '../../model/stages.ts';
import { envPairs, type Instruction } from '../../syntax/dockerfile/index.ts';
import { keepItems, nodeCommand } from '../../syntax/shell/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { addMounts, frontendHasMounts } from '../downloads/mounts.ts';
import { chunkText, ownsByName, withBlankLead } from '../stage-text.ts';
import type { Layout } from './layout.ts';
import { nodeMajor, productionEdits } from './production.ts';
import type { Part, Step } from './steps.ts';

/** What a stage that is left behind does with the dependencies. */
export type Purpose =
  /** installs what the program needs when it runs */
  | 'production'
  /** installs everything and builds */
  | 'build'
  /** does all that the original did, taking away what it took away */
  | 'everything';

/** Settings that no build step reads. */
const RUN_TIME_ONLY = /^(PORT|HOST|HOSTNAME|BIND_ADDR(ESS)?|LOG_LEVEL)$/;

/**
 * The instructions of a stage that is left behind: the original's own lines, as far as they serve the purpose.
 * @param told instructions whose comments stand elsewhere; those that get theirs here are added
 * @returns null when an installation cannot leave dev dependencies out, or a line cannot be taken to pieces
 */
export function buildingLines(layout: Layout, purpose: Purpose, told: Set<Instruction>): string | null {
  const { stage, tree, lastBuild, lastInstall } = layout;
  const last =
    purpose === 'production'
      ? lastInstall
      : purpose === 'build'
        ? Math.max(lastBuild, lastInstall)
        : stage.instructions.findLastIndex((one) => is(one, 'RUN', 'COPY', 'ADD'));
  const within = stage.instructions.slice(0, last + 1);
  const needsAccounts = ownsByName(within) || within.some((one) => is(one, 'USER'));
  let text = '';
  for (const instruction of within) {
    const edits = editsFor(layout, instruction, purpose, needsAccounts);
    if (edits === 'impossible') return null;
    if (edits === 'left-out') continue;
    const chunk = chunkText(tree, instruction, edits);
    text += told.has(instruction) ? withBlankLead(chunk) : chunk;
    told.add(instruction);
  }
  return text;
}

function editsFor(
  layout: Layout,
  instruction: Instruction,
  purpose: Purpose,
  needsAccounts: boolean,
): Edit[] | 'left-out' | 'impossible' {
  if (is(instruction, 'CMD', 'ENTRYPOINT', 'EXPOSE', 'HEALTHCHECK', 'VOLUME', 'LABEL', 'STOPSIGNAL'))
    return 'left-out';
  if (is(instruction, 'ENV') && envPairs(instruction).every(({ name }) => RUN_TIME_ONLY.test(name)))
    return 'left-out';
  const step = layout.steps.find((one) => one.instruction === instruction);
  if (step === undefined) return [];
  const kept = keptParts(layout, step, purpose, needsAccounts);
  if (!kept.some((part) => part.commands.some(({ name }) => !/^(cd|set|export)$/.test(name ?? ''))))
    return 'left-out';
  const cut = keepItems(
    step.script,
    kept.map(({ item }) => item),
  );
  if (cut === null) return 'impossible';
  if (purpose !== 'production') return [...cut, ...cacheEdits(layout, instruction, needsAccounts)];
  const major = nodeMajor(layout.setup, layout.stage.base);
  const production = layout.installs
    .filter((one) => one.instruction === instruction)
    .map((one) => productionEdits(one, layout.manifest, layout.lock, major));
  return production.includes(null) ? 'impossible' : [...cut, ...production.flatMap((edits) => edits ?? [])];
}

/** A cache that a build keeps within its output (`.next/cache`) stays on the build machine, and ships with nothing. */
function cacheEdits({ setup, tree, outputs }: Layout, instruction: Instruction, otherUser: boolean): Edit[] {
  if (otherUser || !frontendHasMounts(tree)) return [];
  const index = tree.instructions.indexOf(instruction);
  const caches = (setup.facts.image?.steps ?? [])
    .filter((step) => step.instruction === index)
    .flatMap(({ trees }) => trees)
    .filter(({ path, kind }) => kind === 'cache' && outputs.some((one) => path.startsWith(`${one.path}/`)));
  return caches.length === 0
    ? []
    : addMounts(
        tree,
        instruction,
        caches.map(({ path }) => `type=cache,target=${path}`),
      );
}

function keptParts(layout: Layout, step: Step, purpose: Purpose, needsAccounts: boolean): Part[] {
  if (purpose === 'everything') return step.parts;
  const { installs, stage } = layout;
  const own = installs.filter(({ instruction }) => instruction === step.instruction);
  const lastOwn = Math.max(-1, ...own.map(({ part }) => part.item.index));
  const isLast = stage.instructions[layout.lastInstall] === step.instruction;
  const firstInstall = Math.min(
    ...installs.map(({ instruction }) => stage.instructions.indexOf(instruction)),
  );
  return step.parts.filter((part) => {
    if (part.role === 'accounts') return needsAccounts;
    if (part.role === 'clean') return false;
    if (purpose === 'build') return true;
    if (part.role === 'work') return stage.instructions.indexOf(step.instruction) < firstInstall;
    if (isLast && part.item.index > lastOwn) return false;
    return part.role !== 'install' || own.some((one) => one.part.item === part.item);
  });
}

/** It takes dev dependencies away again (`npm prune --omit=dev`). */
export const prunes = ({ parts }: Step): boolean =>
  parts.some(({ commands }) => commands.some((command) => nodeCommand(command)?.action === 'prune'));
