import type { DockerfileTree, Instruction, Stage } from '../syntax/dockerfile/index.ts';

/** The stage that ships: the last one of those that are built. */
export function shippedStage(tree: DockerfileTree): Stage | null {
  return tree.stages.at(-1) ?? null;
}

export const is = (instruction: Instruction, ...keywords: string[]): boolean =>
  keywords.includes(instruction.keyword);

/** The last instruction of that keyword in a stage: the one that counts for CMD, ENTRYPOINT, USER, HEALTHCHECK. */
export function lastOf(stage: Stage, keyword: string): Instruction | null {
  return stage.instructions.findLast((instruction) => instruction.keyword === keyword) ?? null;
}

/** The offset after the line ending of the line in which `offset` stands. */
export function afterLine(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset);
  return newline < 0 ? source.length : newline + 1;
}

/**
 * An instruction's text with the blank and comment lines between it and the instruction before, line ending included:
 * what moves when the instruction moves.
 */
export function chunkOf(tree: DockerfileTree, instruction: Instruction): { start: number; end: number } {
  const previous = tree.instructions[tree.instructions.indexOf(instruction) - 1];
  return {
    start: previous === undefined ? 0 : afterLine(tree.source, previous.range.end),
    end: afterLine(tree.source, instruction.range.end),
  };
}
