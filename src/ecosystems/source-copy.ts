import type { ContextFile } from '../model/facts.ts';
import { copySources, type Instruction, type Stage } from '../syntax/dockerfile/index.ts';

/** A COPY of a folder of the build context into the image. */
export interface SourceCopy {
  instruction: Instruction;
  /** relative to the context, '' for the context itself, without slashes at the ends */
  source: string;
  /** as written */
  destination: string;
  /** the destination as an absolute path without a slash at its end; '/' for the root */
  target: string;
}

/** Reads `COPY . .`, `COPY src/ /app/`: one folder of the context; null for all other instructions. */
export function sourceCopy(
  stage: Stage,
  instruction: Instruction,
  context: readonly ContextFile[],
): SourceCopy | null {
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
  const destination = reading.destination?.value ?? '';
  return isFolder
    ? { instruction, source, destination, target: absoluteIn(stage, instruction, destination) }
    : null;
}

/** A path as an instruction of the stage sees it (null: the program), made absolute by the WORKDIRs before it. */
export function absoluteIn(stage: Stage, instruction: Instruction | null, path: string): string {
  let folder = '/';
  for (const one of stage.instructions) {
    if (one === instruction) break;
    if (one.keyword === 'WORKDIR') folder = joined(folder, one.words[0]?.value ?? '');
  }
  return joined(folder, path);
}

/** A path made absolute in a folder, without `.`, `..` and slashes at its end. */
export function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Where an absolute path of the image comes from in the context; null when not from this copy. */
export function originOf(copy: SourceCopy, path: string): string | null {
  const folder = copy.target === '/' ? '/' : `${copy.target}/`;
  if (!path.startsWith(folder)) return null;
  const inside = path.slice(folder.length);
  return copy.source === '' ? inside : `${copy.source}/${inside}`;
}
