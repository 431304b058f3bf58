import type { Command } from '../dockerfile/command.ts';
import type { InstructionFacts } from '../dockerfile/instruction.ts';
import { isWithin } from '../dockerfile/paths.ts';
import { valuesOfWord } from './values.ts';

/** A path that a command takes away with all below it. */
export interface Deletion {
  /** absolute where the folder is known; `~` for the user's home; without a star at its end */
  path: string;
  command: Command;
}

/** What `rm -r` and `find … -delete` of an instruction take away, `cd` before them heeded. */
export const deletionsIn = (instruction: InstructionFacts): readonly Deletion[] =>
  instruction.once(readDeletions);

function readDeletions(instruction: InstructionFacts): Deletion[] {
  const found: Deletion[] = [];
  let folder = instruction.place.workdir ?? '';
  for (const command of instruction.commands) {
    if (command.program === 'cd') folder = joined(folder, command.args[0]?.value ?? '');
    if (command.program === 'rm' || command.program === 'rmdir' || command.program === 'truncate')
      for (const word of command.args) {
        if (word.raw.startsWith('-')) continue;
        for (const { text } of valuesOfWord(word, command))
          for (const path of braces(text ?? word.raw.replaceAll(/["']/g, '')))
            found.push({ path: joined(folder, path), command });
      }
    if (command.program === 'find' && isDeletingFind(command))
      for (const word of command.args) {
        if (/^[-!(]/.test(word.raw)) break;
        found.push({ path: joined(folder, word.value ?? word.raw), command });
      }
  }
  return found;
}

const isDeletingFind = ({ args }: Command): boolean =>
  args.some(({ value }) => value === '-delete') ||
  args.some(({ value }, index) => value === '-exec' && args[index + 1]?.value === 'rm');

function joined(folder: string, path: string): string {
  const home = path.replace(/^\$\{?HOME\}?/, '~').replace(/^\/root(?=\/|$)/, '~');
  const whole = /^[/~$]/.test(home) ? home : `${folder}/${home}`;
  return whole
    .replaceAll(/\/\.(?=\/|$)|\/{2,}/g, (part) => (part.startsWith('//') ? '/' : ''))
    .replace(/(?:\/\.?[*?[][^/]*)*\/?$/, '');
}

/** `/var/{a,b}` as the shell spreads it. */
function braces(text: string): string[] {
  const found = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(text);
  if (found === null) return [text];
  const [, before = '', inner = '', after = ''] = found;
  return inner
    .split(',')
    .slice(0, 16)
    .map((one) => before + one + after);
}

/** Whether a folder is emptied by the time the instruction ends, by a command after this one. */
export function isDeletedAfter(command: Command, folders: readonly string[]): boolean {
  return deletionsIn(command.instruction).some(
    (one) =>
      one.command.index > command.index &&
      one.path !== '' &&
      folders.some((folder) => isWithin(folder, one.path)),
  );
}

/** Whether what is written to one of the folders stays out of the layer, since something is mounted there. */
export function isMounted(instruction: InstructionFacts, folders: readonly string[]): boolean {
  return instruction.mounts.some(({ type, target }) => {
    if (target === null || (type !== 'cache' && type !== 'tmpfs' && type !== 'bind')) return false;
    const path = (instruction.valueOf(target) ?? target).replace(/\/$/, '').replace(/^\/root(?=\/|$)/, '~');
    return folders.some((folder) => isWithin(folder, path));
  });
}
