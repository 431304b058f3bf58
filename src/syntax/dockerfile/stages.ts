import type { Instruction, Stage, SyntaxProblem } from './tree.ts';

export interface Stages {
  globalArgs: Instruction[];
  stages: Stage[];
  problems: SyntaxProblem[];
}

/** Puts instructions into stages; what comes before the first FROM and is no ARG is in none, and a problem. */
export function readStages(instructions: readonly Instruction[], sourceLength: number): Stages {
  const result: Stages = { globalArgs: [], stages: [], problems: [] };
  const noFrom = (range: SyntaxProblem['range']): void => {
    result.problems.push({ code: 'no-from', message: 'there is no FROM before this', range });
  };
  for (const instruction of instructions) {
    const stage = result.stages.at(-1);
    if (instruction.keyword === 'FROM') result.stages.push(readFrom(instruction, result.stages.length));
    else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.keyword === 'ARG') result.globalArgs.push(instruction);
    else noFrom(instruction.keywordRange);
  }
  const lone = result.stages.length === 0 && result.problems.length === 0;
  if (lone) noFrom({ start: sourceLength, end: sourceLength });
  return result;
}

function readFrom(from: Instruction, index: number): Stage {
  const [base, as, name] = from.words;
  return {
    index,
    name: as?.raw.toLowerCase() === 'as' && name !== undefined ? name.raw.toLowerCase() : null,
    from,
    base: base?.raw ?? '',
    platform: from.flags.find((flag) => flag.name === 'platform')?.value ?? null,
    instructions: [],
  };
}
