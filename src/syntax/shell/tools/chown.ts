import type { ShellCommand } from '../types.ts';
import { hasOption, readArguments, valuesOf } from './options.ts';
import { programOf } from './program.ts';

export interface ChownCommand {
  recursive: boolean;
  /** `user`, `user:group` or `:group` as written; null when dynamic, or taken from a file with `--reference` */
  owner: string | null;
  /** null in the list for a dynamic path; globs as written */
  paths: (string | null)[];
}

/** Reads a chown command; null for other commands. */
export function chownCommand(command: ShellCommand): ChownCommand | null {
  const program = programOf(command);
  if (program?.name !== 'chown') return null;
  const { options, operands } = readArguments(program.args, { letters: '', names: ['from', 'reference'] });
  const values = operands.map(({ value }) => value);
  const referenced = valuesOf(options, '--reference').length > 0;
  return {
    recursive: hasOption(options, '-R', '--recursive'),
    owner: referenced ? null : (values[0] ?? null),
    paths: referenced ? values : values.slice(1),
  };
}
