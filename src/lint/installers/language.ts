import { LANGUAGE_PROGRAMS, languageCommand, type LanguageCommand } from '../../syntax/shell/index.ts';
import type { Command } from '../dockerfile/command.ts';
import type { InstructionFacts } from '../dockerfile/instruction.ts';
import { variableIn } from './values.ts';

/** A command of a language's package manager in a RUN. */
export interface LanguageCall extends LanguageCommand {
  command: Command;
}

function readCalls(instruction: InstructionFacts): ReadonlyMap<Command, LanguageCall> {
  const found = new Map<Command, LanguageCall>();
  for (const command of instruction.commands) {
    if (command.program === null || !PROGRAMS.has(command.program)) continue;
    const call = languageCommand(command.shell);
    if (call !== null) found.set(command, { ...call, command });
  }
  return found;
}

const PROGRAMS: ReadonlySet<string> = new Set(LANGUAGE_PROGRAMS);

/** Those of an instruction, in source order. */
export const languageCallsIn = (instruction: InstructionFacts): readonly LanguageCall[] =>
  instruction.once(listCalls);

const listCalls = (instruction: InstructionFacts): LanguageCall[] => [
  ...instruction.once(readCalls).values(),
];

/** A command as a package manager's; null when it is none. */
export const languageCallOf = (command: Command): LanguageCall | null =>
  command.instruction.once(readCalls).get(command) ?? null;

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
