import type { InstructionFacts } from '../../lint/index.ts';

/** Of longer stages only the nearest instructions are looked at, so that the time grows with the file and not its square. */
const MOST = 100;

const placeIn = (instruction: InstructionFacts): number =>
  instruction.place.index - (instruction.stage?.instructions[0]?.place.index ?? 0);

/** The instructions of its stage before one, in file order. */
export function instructionsBefore(instruction: InstructionFacts): readonly InstructionFacts[] {
  const at = placeIn(instruction);
  return instruction.stage?.instructions.slice(Math.max(0, at - MOST), at) ?? [];
}

/** The instructions of its stage behind one, in file order. */
export function instructionsAfter(instruction: InstructionFacts): readonly InstructionFacts[] {
  const at = placeIn(instruction);
  return instruction.stage?.instructions.slice(at + 1, at + 1 + MOST) ?? [];
}
