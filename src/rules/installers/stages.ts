import { baseName, type DockerfileFacts, type InstructionFacts, type StageFacts } from '../../lint/index.ts';
import { copySources } from '../../syntax/dockerfile/index.ts';

/** A stage, or a file, that is meant for work on the project and not for running it. */
export function isForDevelopment(file: DockerfileFacts, stage: StageFacts | null): boolean {
  const name = stage?.name ?? '';
  return (
    /(?:^|[._-])(?:dev|devel|develop|development|debug|test|tests|testing|ci|lint|e2e)(?:$|[._-])/.test(
      name,
    ) ||
    /(?:^|[/._-])(?:\.?devcontainer|dev|development|test|tests|testing|ci|debug|e2e)(?:[/._-]|$)/i.test(
      file.path,
    )
  );
}

/** The file makes an image that is run, as far as it tells, and not one to work in. */
export const isForUse = (file: DockerfileFacts): boolean =>
  !file.isFragment && !isForDevelopment(file, file.target);

/** It writes to the image that is shipped. */
export const isShipped = ({ stage, place }: InstructionFacts): boolean =>
  stage !== null && stage.ships && !place.isTrigger;

/** Deeper chains of stages than anybody writes would only cost time. */
const DEEPEST = 100;

/** The stage and those that it starts from. */
export function lineage(stage: StageFacts | null): StageFacts[] {
  const found: StageFacts[] = [];
  for (let one = stage; one !== null && found.length < DEEPEST; one = one.parent) found.push(one);
  return found;
}

/** What COPY and ADD bring from the context into a stage. */
interface Brought {
  /** the last parts of the names that are written out, and where each comes first */
  names: ReadonlyMap<string, number>;
  /** patterns and folders, which have to be looked up in the context; not more than a hundred */
  others: readonly { path: string; isGlob: boolean; index: number }[];
}

function broughtInto({ instructions }: StageFacts): Brought {
  const names = new Map<string, number>();
  const others: { path: string; isGlob: boolean; index: number }[] = [];
  for (const instruction of instructions) {
    const copy = copySources(instruction.node);
    if (copy === null || copy.from !== null) continue;
    const { index } = instruction.place;
    for (const { raw } of copy.sources) {
      const path = (instruction.valueOf(raw) ?? raw)
        .replaceAll(/^["']|["']$/g, '')
        .replace(/^\.?\/+/, '')
        .replace(/\/$/, '');
      const name = baseName(path);
      if (!names.has(name)) names.set(name, index);
      if (others.length < 100) others.push({ path, isGlob: /[*?[]/.test(path), index });
    }
  }
  return { names, others };
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
  const before = instruction.place.index;
  return lineage(instruction.stage).some((stage) => {
    const brought = stage.once(broughtInto);
    if (names.some((name) => (brought.names.get(name) ?? Infinity) < before)) return true;
    if (context === null) return false;
    return brought.others.some(({ path, isGlob, index }) => {
      if (index > before) return false;
      const folder = isGlob ? path.replace(/[^/]*$/, '') : path === '' || path === '.' ? '' : `${path}/`;
      return names.some((name) => (!isGlob || matches(path, name)) && context.has(folder + name));
    });
  });
}

const isNamed = (path: string, name: string): boolean => path === name || path.endsWith(`/${name}`);

/** Whether a name fits the last part of a pattern; enough for `package*.json` and `*.lock`. */
function matches(pattern: string, name: string): boolean {
  const [before = '', after = ''] = pattern.slice(pattern.lastIndexOf('/') + 1).split(/\*+/);
  return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
