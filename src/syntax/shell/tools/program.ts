import type { ShellCommand, ShellWord } from '../types.ts';

/** The program that a command runs in the end. */
export interface Program {
  /** without folders: `pip` for `/opt/venv/bin/pip` */
  name: string;
  word: ShellWord;
  args: ShellWord[];
}

/** Looks through `sudo`, `env NAME=value`, `exec` and `command`; null when the program is dynamic or there is none. */
export function programOf(command: ShellCommand): Program | null {
  let words = command.words;
  for (;;) {
    const [word, ...args] = words;
    if (word === undefined) return null;
    const name = nameOf(word);
    if (name === null) return null;
    const skipped = prefixLength(name, args);
    if (skipped === null) return { name, word, args };
    words = args.slice(skipped);
  }
}

/** The name is known even where the folder comes from a variable: `$VIRTUAL_ENV/bin/pip`. */
function nameOf({ value, raw }: ShellWord): string | null {
  if (value !== null) return value.slice(value.lastIndexOf('/') + 1);
  return /^"?\$(?:\w+|\{\w+\})\/(?:[\w.-]+\/)*([\w.-]+)"?$/.exec(raw)?.[1] ?? null;
}

/** How many words belong to the prefix command itself; null when it is none. */
function prefixLength(name: string, args: readonly ShellWord[]): number | null {
  if (name !== 'sudo' && name !== 'env' && name !== 'exec' && name !== 'command') return null;
  let index = 0;
  for (; index < args.length; index++) {
    const raw = args[index]?.raw ?? '';
    if (/^-[ugha]$/.test(raw)) index++;
    else if (!raw.startsWith('-') && !/^[A-Za-z_]\w*=/.test(raw)) break;
  }
  return index;
}
