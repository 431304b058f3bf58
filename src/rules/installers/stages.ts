import type { DockerfileFacts, InstructionFacts, StageFacts } from '../../lint/index.ts';
import { copySources } from '../../syntax/dockerfile/index.ts';

/** A stage, or a file, that is meant for work on the project and not for running it. */
export function isForDevelopment(file: DockerfileFacts, stage: StageFacts | null): boolean {
  const name = stage?.name ?? '';
  return (
    /(?:^|[._-])(?:dev|devel|develop|development|debug|test|tests|testing|ci|lint|e2e)(?:$|[._-])/.test(
      name,
    ) ||
    /(?:^|[/._-])(?:\.?devcontainer|dev|development|test|tests|testing|ci|debug)(?:[/._-]|$)/i.test(file.path)
  );
}

/** It writes to the image that is shipped, and that image is not one for development. */
export const isShipped = (file: DockerfileFacts, { stage, place }: InstructionFacts): boolean =>
  stage !== null &&
  stage.ships &&
  !place.isTrigger &&
  !file.isFragment &&
  !isForDevelopment(file, file.target);

/** The stage and those that it starts from. */
export function lineage(stage: StageFacts | null): StageFacts[] {
  const found: StageFacts[] = [];
  for (let one = stage; one !== null; one = one.parent) found.push(one);
  return found;
}

const brought = new WeakMap<StageFacts, readonly { path: string; isGlob: boolean; index: number }[]>();

/** What COPY and ADD bring from the context into a stage. */
function broughtInto(stage: StageFacts): readonly { path: string; isGlob: boolean; index: number }[] {
  const known = brought.get(stage);
  if (known !== undefined) return known;
  const found = stage.instructions.flatMap((instruction) => {
    const copy = copySources(instruction.node);
    if (copy === null || copy.from !== null) return [];
    return copy.sources.map(({ raw }) => {
      const path = (instruction.valueOf(raw) ?? raw)
        .replace(/^["']|["']$/g, '')
        .replace(/^\.?\/+/, '')
        .replace(/\/$/, '');
      return { path, isGlob: /[*?[]/.test(path), index: instruction.place.index };
    });
  });
  brought.set(stage, found);
  return found;
}

/**
 * Whether one of the project's files is there when an instruction runs: named in a COPY or a bind mount, or in a folder
 * that is copied and known to hold it.
 */
export function hasFile(
  file: DockerfileFacts,
  instruction: InstructionFacts,
  names: readonly string[],
): boolean {
  const mounted = instruction.mounts.some(
    ({ type, options }) =>
      type === 'bind' &&
      names.some((name) => isNamed(options.get('source') ?? options.get('src') ?? '', name)),
  );
  if (mounted) return true;
  const { context } = file.around;
  return lineage(instruction.stage).some((stage) =>
    broughtInto(stage).some(({ path, isGlob, index }) => {
      if (index > instruction.place.index) return false;
      if (names.some((name) => isNamed(path, name))) return true;
      if (context === null) return false;
      const folder = isGlob ? path.replace(/[^/]*$/, '') : path === '' || path === '.' ? '' : `${path}/`;
      return names.some((name) => (!isGlob || matches(path, name)) && context.has(folder + name));
    }),
  );
}

const isNamed = (path: string, name: string): boolean => path === name || path.endsWith(`/${name}`);

/** Whether a name fits the last part of a pattern; enough for `package*.json` and `*.lock`. */
function matches(pattern: string, name: string): boolean {
  const [before = '', after = ''] = pattern.slice(pattern.lastIndexOf('/') + 1).split(/\*+/);
  return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
