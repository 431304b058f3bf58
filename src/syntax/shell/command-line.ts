import { parseShell } from './parse.ts';

/** Words that only a shell understands, so that they cannot be run as a program. */
const BUILTINS = new Set(
  `. : alias bg bind break builtin caller cd command compgen complete continue declare dirs disown enable eval exit export
  fc fg getopts hash help history jobs let local logout popd pushd read readonly return set shift shopt source suspend
  times trap type typeset ulimit umask unalias unset wait`.split(/\s+/),
);

/** Whether only a shell understands this word as a command. */
export const isBuiltin = (name: string): boolean => name === 'exec' || BUILTINS.has(name);

/**
 * The argument list of one plain command; null when a shell is needed to run it (expansions, globs, pipes, redirects,
 * assignments, several commands, builtins). A leading `exec` is dropped: without a shell it has nothing to replace.
 */
export function splitCommandLine(text: string): string[] | null {
  const script = parseShell(text);
  const [command, ...others] = script.commands;
  if (!script.complete || command === undefined || others.length > 0 || script.list.length !== 1) return null;
  const { words, assignments, redirects } = command;
  if (assignments.length > 0 || redirects.length > 0 || command.negated || command.depth > 0) return null;
  if (script.list[0]?.background === true) return null;
  const range = script.list[0]?.range;
  if (range?.start !== command.range.start || range.end !== command.range.end) return null;
  const values: string[] = [];
  for (const { raw, value, glob } of words) {
    if (value === null || glob || raw.startsWith('~')) return null;
    values.push(value);
  }
  const argv = values[0] === 'exec' && values[1]?.startsWith('-') === false ? values.slice(1) : values;
  const program = argv[0];
  if (program === undefined || program === '' || program === 'exec' || BUILTINS.has(program)) return null;
  return argv;
}
