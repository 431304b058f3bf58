import type { ContextFile } from '../model/facts.ts';
import { copySources, type Instruction } from '../syntax/dockerfile/index.ts';

/** A COPY of a folder of the build context into the image. */
export interface SourceCopy {
  instruction: Instruction;
  /** relative to the context, '' for the context itself, without slashes at the ends */
  source: string;
  /** as written */
  destination: string;
}

/** Reads `COPY . .`, `COPY src/ /app/`: one folder of the context; null for all other instructions. */
export function sourceCopy(instruction: Instruction, context: readonly ContextFile[]): SourceCopy | null {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return null;
  const reading = copySources(instruction);
  if (
    reading === null ||
    reading.from !== null ||
    reading.sources.length !== 1 ||
    instruction.heredocs.length > 0
  )
    return null;
  const written = reading.sources[0]?.value ?? '';
  if (/[*?[$]|:\/\//.test(written)) return null;
  const source = written
    .replace(/^(\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');
  const isFolder = source === '' || context.some(({ path }) => path.startsWith(`${source}/`));
  return isFolder ? { instruction, source, destination: reading.destination?.value ?? '' } : null;
}

/** Where a path of the image (relative to the working directory) comes from in the context; null when not from here. */
export function originOf(copy: SourceCopy, path: string): string | null {
  const folder = normal(copy.destination);
  const wanted = normal(path);
  const inFolder =
    folder === '' ? wanted : wanted.startsWith(`${folder}/`) ? wanted.slice(folder.length + 1) : null;
  if (inFolder === null || path.startsWith('/') !== copy.destination.startsWith('/')) return null;
  return copy.source === '' ? inFolder : `${copy.source}/${inFolder}`;
}

const normal = (path: string): string =>
  path
    .replaceAll(/(^|\/)\.(?=\/|$)/g, '$1')
    .replaceAll(/\/+/g, '/')
    .replace(/^\/|\/$/g, '');
