import {
  Once,
  type ContextFile,
  type DockerfileFacts,
  type InstructionFacts,
  type Surroundings,
} from '../../lint/index.ts';
import { createIgnore } from '../../syntax/ignore/index.ts';
import { copiedBy, isWholeContext } from '../copies/copied.ts';

/** By the list of the folder, which all its Dockerfiles share, and the text of the ignore file. */
const known = new WeakMap<readonly ContextFile[], Map<string, Once<readonly ContextFile[]>>>();

/** The files that a build sees, after the ignore file; null where the context is not known. */
export function visibleFiles({ context }: Surroundings): Once<readonly ContextFile[]> | null {
  const all = context?.list() ?? null;
  if (context === null || all === null) return null;
  const text = (context.ignoreFile()?.text ?? '').trim();
  const byText = known.get(all) ?? new Map<string, Once<readonly ContextFile[]>>();
  known.set(all, byText);
  const seen = byText.get(text) ?? new Once(visibleOf(all, text));
  byText.set(text, seen);
  return seen;
}

function visibleOf(all: readonly ContextFile[], ignoreText: string): readonly ContextFile[] {
  const files = all.filter(({ kind }) => kind !== 'folder');
  if (ignoreText === '') return files;
  const { ignores } = createIgnore(ignoreText);
  return files.filter(({ path }) => !ignores(path));
}

/** A COPY or ADD that brings a folder of the context with all that is in it. */
export interface FolderCopy {
  instruction: InstructionFacts;
  /** relative to the context, without a slash at its end; '' is the context itself */
  folders: readonly string[];
}

/** Those of a file that the target is made of. */
export function folderCopies(file: DockerfileFacts): FolderCopy[] {
  return file.stages
    .filter(({ isUsed }) => isUsed)
    .flatMap(({ instructions }) => instructions)
    .flatMap((instruction) => {
      const copied = copiedBy(instruction);
      if (copied === null || copied.from !== null || instruction.place.isTrigger) return [];
      if (isWholeContext(copied)) return [{ instruction, folders: [''] }];
      const { context } = file.around;
      const folders = copied.sources.flatMap((source) => {
        const path = source?.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '') ?? '';
        return path !== '' && !/[*?[]|:\/\//.test(path) && context?.has(path) === true ? [path] : [];
      });
      return folders.length > 0 ? [{ instruction, folders }] : [];
    });
}

export const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path.startsWith(`${folder}/`);

/** Bytes for people. */
export function megabytes(bytes: number): string {
  const amount = bytes / 1_000_000;
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} MB`;
}
