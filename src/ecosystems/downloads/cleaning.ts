import { removeItem, type ShellCommand, type ShellScript } from '../../syntax/shell/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { isWithin } from './mounts.ts';

/** A folder of downloads, and what empties it. */
export interface Emptied {
  folder: string;
  /** where `~` and `.cache` lie; null where neither holds these downloads */
  home: string | null;
  tool: { cleans(command: ShellCommand): boolean };
}

/** What a step does against a tool's cache, and how it is taken out. */
export interface Cleaning {
  edits: Edit[];
  /** nothing of the step is left */
  isWhole: boolean;
}

/**
 * The edits that take a tool's clean-up out of a step.
 * @returns null when it cannot be taken out without touching anything else
 */
export function withoutCleaning(script: ShellScript, downloads: readonly Emptied[]): Cleaning | null {
  const edits: Edit[] = [];
  const gone: number[] = [];
  for (const command of script.commands) {
    const cleans = downloads.some(({ tool }) => tool.cleans(command));
    const words = command.name === 'rm' ? removedWords(command, downloads) : [];
    if (words === null) return null;
    const isEmptied = words.length > 0 && words.length === pathsOf(command).length;
    if (!cleans && words.length === 0) continue;
    if (!cleans && !isEmptied) {
      edits.push(...words.map(({ range }) => ({ range: withBlanks(script, range), text: '' })));
      continue;
    }
    const item = script.list[command.topLevelIndex];
    if (command.depth > 0 || item === undefined || item.range.end - item.range.start > lengthOf(command))
      return null;
    gone.push(item.index);
  }
  if (gone.length === script.list.length) return { edits: [], isWhole: true };
  // an element that others stand on, or two at the very beginning, would need more than taking out
  if (gone.includes(0) && gone.includes(1)) return null;
  const removals = gone.flatMap((index) => {
    const item = script.list[index];
    return item === undefined || script.list[index + 1]?.connector === '||' ? [] : removeItem(script, item);
  });
  return { edits: [...edits, ...removals], isWhole: false };
}

const lengthOf = ({ range }: ShellCommand): number => range.end - range.start;

const pathsOf = ({ words }: ShellCommand) => words.slice(1).filter(({ raw }) => !raw.startsWith('-'));

/** Paths of an `rm` that lie in one of the folders; null when one of them holds such a folder and more. */
function removedWords(command: ShellCommand, downloads: readonly Emptied[]): ShellCommand['words'] | null {
  const words: ShellCommand['words'] = [];
  for (const word of pathsOf(command)) {
    for (const { folder, home } of downloads) {
      const path = plainPath(word.raw, home);
      if (isWithin(path, folder) || (home !== null && path === `${home}/.cache`)) words.push(word);
      else if (path !== '' && isWithin(folder, path)) return null;
      else continue;
      break;
    }
  }
  return words;
}

/** `"$HOME"/.cache/*` → `/root/.cache` */
const plainPath = (raw: string, home: string | null): string =>
  raw
    .replaceAll(/["']/g, '')
    .replace(/^(~|\$HOME|\$\{HOME\})(?=\/|$)/, home ?? '~')
    .replace(/\/(\*|\{?\*,?\.?\*?\}?)?$/, '');

/** A word with the blanks or the continued line before it. */
function withBlanks({ source }: ShellScript, range: { start: number; end: number }) {
  const gap = /(?:[ \t]*[\\`]\r?\n)?[ \t]*$/.exec(source.slice(0, range.start))?.[0].length ?? 0;
  return { start: range.start - gap, end: range.end };
}
