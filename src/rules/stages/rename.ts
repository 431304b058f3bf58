import { readsFrom, type DockerfileFacts, type InstructionFacts, type StageFacts } from '../../lint/index.ts';
import type { Edit, Range } from '../../syntax/text.ts';

/** Gives a stage another name, there and wherever a later stage means it. */
export function renameStage(file: DockerfileFacts, stage: StageFacts, name: string): Edit[] {
  const [, , word] = stage.from?.node.words ?? [];
  if (word === undefined || stage.name === null) return [];
  const places = [word.range, ...(referencesIn(file).get(stage) ?? [])];
  return places
    .filter(({ start, end }) => file.source.slice(start, end) !== name)
    .map((range) => ({ range, text: name }));
}

type References = ReadonlyMap<StageFacts, readonly Range[]>;

const known = new WeakMap<DockerfileFacts, References>();

/** Where each stage is named, gathered once for a file. */
function referencesIn(file: DockerfileFacts): References {
  const before = known.get(file);
  if (before !== undefined) return before;
  const found = new Map<StageFacts, Range[]>();
  const add = (stage: StageFacts | null, range: Range): void => {
    if (stage === null) return;
    const others = found.get(stage);
    if (others === undefined) found.set(stage, [range]);
    else others.push(range);
  };
  for (const { parent, base, instructions } of file.stages) {
    if (base !== null && base.raw.toLowerCase() === parent?.name) add(parent, base.range);
    for (const one of instructions)
      for (const { text, range } of namesIn(one)) add(file.stageNamed(text, one.stage?.index), range);
  }
  known.set(file, found);
  return found;
}

function namesIn(one: InstructionFacts): { text: string; range: Range }[] {
  if (readsFrom(one).length === 0) return [];
  return one.node.flags.flatMap((flag) => {
    const written = one.place.source.slice(flag.range.start, flag.range.end);
    const named = /(?<=[=,]from=|^--from=)[^,\s"'\d][^,\s"']*/.exec(written);
    if (named === null) return [];
    const start = flag.range.start + named.index;
    return [{ text: named[0], range: { start, end: start + named[0].length } }];
  });
}
