import type { InstructionFacts, StageFacts } from '../../lint/index.ts';
import { envPairs, removeInstruction, type Pair } from '../../syntax/dockerfile/index.ts';
import type { Edit } from '../../syntax/text.ts';

/** A label with the instruction that sets it. */
export interface Label extends Pair {
  instruction: InstructionFacts;
  /** how many labels the instruction sets, and which of them this is */
  among: number;
  index: number;
}

const known = new WeakMap<StageFacts, readonly Label[]>();

/** The labels that a stage sets itself, in order; those of ONBUILD are another image's. */
export function labelsOf(stage: StageFacts): readonly Label[] {
  let labels = known.get(stage);
  if (labels === undefined) {
    labels = stage.instructions
      .filter(({ keyword, place }) => keyword === 'LABEL' && !place.isTrigger)
      .flatMap((instruction) => labelsIn(instruction));
    known.set(stage, labels);
  }
  return labels;
}

export const labelsIn = (instruction: InstructionFacts): Label[] =>
  envPairs(instruction.node).map((pair, index, { length: among }) => ({
    ...pair,
    instruction,
    index,
    among,
  }));

/** Takes one label out; the instruction with it where it is the only one. */
export function removeLabel({ instruction, range, among, index }: Label): Edit[] {
  const { node, place } = instruction;
  if (among === 1) return removeInstruction(place.tree, node);
  const pairs = envPairs(node);
  // with what stands between it and its neighbour, a continuation too
  const next = pairs[index + 1];
  const before = pairs[index - 1];
  if (next !== undefined) return [{ range: { start: range.start, end: next.range.start }, text: '' }];
  return [{ range: { start: before?.range.end ?? range.start, end: range.end }, text: '' }];
}
