import type { ShellCommand, ShellScript, ShellWord } from '../../syntax/shell/index.ts';
import {
  hasOption,
  programOf,
  readArguments,
  type CommandArguments,
  type OptionTable,
} from '../../syntax/shell/index.ts';
import type { InstructionFacts } from './instruction.ts';

/** One simple command that a RUN (or CMD, ENTRYPOINT, HEALTHCHECK) runs. */
export interface Command {
  /** the program without its folder, seen through `sudo`, `env`, `exec` and `command`; null when it is not known */
  program: string | null;
  /** the program's word; null when it is not known */
  word: ShellWord | null;
  /** what follows the program */
  args: readonly ShellWord[];
  /** the command as the shell reads it */
  shell: ShellCommand;
  script: ShellScript;
  /** its place among the commands of the instruction */
  index: number;
  instruction: InstructionFacts;
}

export function commandsOf(script: ShellScript, instruction: InstructionFacts): Command[] {
  return script.commands.map((shell, index) => {
    const program = programOf(shell);
    return {
      program: program?.name ?? null,
      word: program?.word ?? null,
      args: program?.args ?? [],
      shell,
      script,
      index,
      instruction,
    };
  });
}

const NO_VALUES: OptionTable = { letters: '', names: [] };

/** Options and operands of a command, read as getopt_long does. */
export const argumentsOf = ({ args }: Command, table: OptionTable = NO_VALUES): CommandArguments =>
  readArguments(args, table);

/** Whether one of these options is given (`-y`, `--yes`); letters written together are told one by one. */
export const hasFlag = (command: Command, ...names: string[]): boolean =>
  hasOption(argumentsOf(command).options, ...names);
