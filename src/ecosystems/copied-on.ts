import type { Setup } from '../model/setup.ts';
import {
  commentAbove,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { originOf, sourceCopy, type SourceCopy } from './source-copy.ts';

/** A later stage takes something from where this copy went, or this stage is another one's base. */
export function isCopiedOn(setup: Setup, tree: DockerfileTree, stage: Stage, copy: SourceCopy): boolean {
  const names = [stage.name, String(stage.index)];
  const folder = copy.target;
  return tree.stages.some(
    (other) =>
      (other !== stage && stage.name !== null && other.base.toLowerCase() === stage.name) ||
      other.instructions.some(
        (one) =>
          one.flags.some(
            ({ name, value }) => name === 'from' && names.includes(value?.toLowerCase() ?? ''),
          ) &&
          one.words
            .slice(0, -1)
            .some(({ value }) => `${folder}/`.startsWith(`${value}/`) || isCopied(setup, copy, value)),
      ),
  );
}

/** The copy brings what lies at a path of the image; `node_modules` are made anew by the installation behind it. */
function isCopied(setup: Setup, copy: SourceCopy, path: string): boolean {
  const origin = originOf(copy, path);
  return (
    origin !== null &&
    !/(^|\/)node_modules$/.test(origin) &&
    setup.facts.context.some((file) => file.path === origin || file.path.startsWith(`${origin}/`))
  );
}

/** The copy of the same source in a later stage that has no comment yet: what was said of the one that goes holds for it. */
export function laterCopy(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  gone: SourceCopy,
): Instruction | null {
  const later = tree.stages
    .filter(({ index }) => index > stage.index)
    .flatMap((one) => one.instructions.flatMap((it) => sourceCopy(one, it, setup.facts.context) ?? []))
    .find(({ source }) => source === gone.source);
  return later === undefined || commentAbove(tree, later.instruction) !== '' ? null : later.instruction;
}
