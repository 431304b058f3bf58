import { languageCommand, type LanguageCommand } from '../../syntax/shell/index.ts';
import type { Command } from '../dockerfile/command.ts';
import type { InstructionFacts } from '../dockerfile/instruction.ts';
import { variableIn } from './values.ts';

/** A command of a language's package manager in a RUN. */
export interface LanguageCall extends LanguageCommand {
  command: Command;
}

const calls = new WeakMap<InstructionFacts, ReadonlyMap<Command, LanguageCall>>();

function callsIn(instruction: InstructionFacts): ReadonlyMap<Command, LanguageCall> {
  let found = calls.get(instruction);
  if (found !== undefined) return found;
  const read = instruction.commands.flatMap((command): [Command, LanguageCall][] => {
    const call = command.program === null ? null : languageCommand(command.shell);
    return call === null ? [] : [[command, { ...call, command }]];
  });
  calls.set(instruction, (found = new Map(read)));
  return found;
}

/** Those of an instruction, in source order. */
export const languageCallsIn = (instruction: InstructionFacts): LanguageCall[] => [
  ...callsIn(instruction).values(),
];

/** A command as a package manager's; null when it is none. */
export const languageCallOf = (command: Command): LanguageCall | null =>
  callsIn(command.instruction).get(command) ?? null;

/** A variable as a command sees it: its own assignment, one in the same RUN, or ENV and ARG; null where it is not known. */
export function settingOf({ shell, instruction }: Command, ...names: string[]): string | null | undefined {
  for (const name of names) {
    const own = shell.assignments.find((assignment) => assignment.name === name);
    if (own !== undefined) return own.value;
    const found = variableIn(instruction, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
