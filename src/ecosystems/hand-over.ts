import { isBuiltin, parseShell } from '../syntax/shell/index.ts';
import { isOnlyInit } from './start-command.ts';

/**
 * A shell's text whose last command takes the shell's place with `exec`, so that it gets the signals; the same text where
 * it does so already.
 * @returns null where the shell has more to do: pipes, jobs in the background, traps, conditions, what only it can run
 */
export function handedOver(text: string): string | null {
  const script = parseShell(text);
  const last = script.list.at(-1);
  if (!script.complete || last === undefined || script.list.some(({ background }) => background)) return null;
  if (script.commands.some(({ name, context }) => name === 'trap' || context.includes('function')))
    return null;
  const [command, ...others] = script.commands.filter(({ topLevelIndex }) => topLevelIndex === last.index);
  if (command === undefined || others.length > 0 || command.depth > 0 || command.negated) return null;
  const isWhole = command.range.start === last.range.start && command.range.end === last.range.end;
  const { name, words } = command;
  if (isWhole && name === 'exec' && words.length > 1) return text;
  if (!isWhole || name === null || name === '' || isBuiltin(name)) return null;
  const at = words[0]?.range.start ?? 0;
  return `${text.slice(0, at)}exec ${text.slice(at)}`;
}

/** A shell in an argument list, with the text that it runs. */
export interface ShellCall {
  /** index of the shell, and of its text, the last word */
  shell: number;
  text: number;
  /** only `-c` and what ends it at a failure stand between them: one plain command can do without it */
  isPlain: boolean;
}

/** `sh -c TEXT` at the end of an argument list, behind an init if there is one; null when there is none. */
export function shellCall(argv: readonly string[]): ShellCall | null {
  const shell = argv.findIndex((word) => /^(\/(usr\/)?bin\/)?(ba|da|a)?sh$/.test(word));
  const text = argv.length - 1;
  const before = argv.slice(0, Math.max(shell, 0));
  const options = argv.slice(shell + 1, text);
  if (shell < 0 || !/^-\w*c$/.test(options.at(-1) ?? '')) return null;
  if (before.length > 0 && !isOnlyInit(before)) return null;
  if (!options.every((one) => /^[-+]\w|^pipefail$/.test(one))) return null;
  return { shell, text, isPlain: options.length === 1 && /^-[eu]*c$/.test(options[0] ?? '') };
}
