import { readsFrom, type DockerfileFacts, type InstructionFacts, type StageFacts } from '../../lint/index.ts';
import type { Edit } from '../../syntax/text.ts';

/** Gives a stage another name, there and wherever a later stage means it. */
export function renameStage(file: DockerfileFacts, stage: StageFacts, name: string): Edit[] {
  const [, , word] = stage.from?.node.words ?? [];
  if (word === undefined || stage.name === null) return [];
  const edits: Edit[] = [{ range: word.range, text: name }];
  for (const later of file.stages.slice(stage.index + 1)) {
    if (later.parent === stage && later.base !== null && later.base.raw.toLowerCase() === stage.name)
      edits.push(...changed(later.base.raw, name, later.base.range));
    for (const instruction of later.instructions) edits.push(...referencesOf(file, instruction, stage, name));
  }
  return edits;
}

function referencesOf(
  file: DockerfileFacts,
  instruction: InstructionFacts,
  stage: StageFacts,
  name: string,
): Edit[] {
  const means = (text: string): boolean =>
    text.toLowerCase() === stage.name && file.stageNamed(text, instruction.stage?.index) === stage;
  if (!readsFrom(instruction).some(means)) return [];
  const { source } = instruction.place;
  return instruction.node.flags.flatMap((flag) => {
    const written = source.slice(flag.range.start, flag.range.end);
    const found = /(?<=[=,]from=|^--from=)[^,\s"']+/.exec(written);
    if (found === null || !means(found[0])) return [];
    const start = flag.range.start + found.index;
    return changed(found[0], name, { start, end: start + found[0].length });
  });
}

const changed = (before: string, after: string, range: Edit['range']): Edit[] =>
  before === after ? [] : [{ range, text: after }];
