import type { Edit } from '../text.ts';
import { writeFlag } from './flags.ts';
import type { Flag, Instruction } from './tree.ts';

/** Gives the first flag of that name another value, or adds the flag; `value` null is the bare `--name`. */
export function setFlag(instruction: Instruction, name: string, value: string | null): Edit[] {
  const flag = instruction.flags.find((each) => each.name === name);
  if (flag === undefined) return addFlag(instruction, name, value);
  return [{ range: flag.range, text: writeFlag(name, value, instruction.escape) }];
}

/** Adds a flag after those that are there, also one that may stand several times (`--mount`). */
export function addFlag(instruction: Instruction, name: string, value: string | null): Edit[] {
  const end = (instruction.flags.at(-1)?.range ?? instruction.keywordRange).end;
  return [{ range: { start: end, end }, text: ` ${writeFlag(name, value, instruction.escape)}` }];
}

/**
 * Takes out all flags of a name, with what stands between each and what comes before it: blanks, line continuations,
 * and comment lines there.
 * @param matches which of them, where a flag stands several times
 */
export function removeFlag(
  instruction: Instruction,
  name: string,
  matches: (flag: Flag) => boolean = () => true,
): Edit[] {
  const edits: Edit[] = [];
  let before = instruction.keywordRange.end;
  for (const flag of instruction.flags) {
    if (flag.name === name && matches(flag))
      edits.push({ range: { start: before, end: flag.range.end }, text: '' });
    before = flag.range.end;
  }
  return edits;
}
