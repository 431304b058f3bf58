import { absolutePath, baseName, type InstructionFacts } from '../../lint/index.ts';
import { copySources } from '../../syntax/dockerfile/index.ts';

/** What a COPY or ADD brings, with the file's variables put in. */
export interface Copied {
  /** null for a source whose variables are not known */
  sources: readonly (string | null)[];
  /** absolute, without a slash at its end; null when it is not known */
  target: string | null;
  /** the target is a folder that the sources go into: several sources, or a slash or a dot at its end */
  intoFolder: boolean;
  from: string | null;
}

/** @returns null for other instructions, and where a destination is missing */
export function copiedBy(instruction: InstructionFacts): Copied | null {
  const reading = copySources(instruction.node);
  if (reading === null) return null;
  const sources = reading.sources.map(({ raw, value }) =>
    instruction.node.json === null ? instruction.valueOf(raw) : value.includes('$') ? null : value,
  );
  const { raw, value } = reading.destination;
  const written =
    instruction.node.json === null ? instruction.valueOf(raw) : value.includes('$') ? null : value;
  const count = sources.length + instruction.node.heredocs.length;
  return {
    sources,
    target: written === null ? null : absolutePath(written, instruction.place.workdir),
    intoFolder: count > 1 || (written !== null && /(?:^|\/)\.{0,2}$/.test(written)),
    from: reading.from,
  };
}

/** Where the one file lands that a COPY brings; null for several, for folders, patterns and what is not known. */
export function onlyFileOf(copied: Copied): string | null {
  const [source, ...others] = copied.sources;
  if (source == null || others.length > 0 || copied.target === null) return null;
  if (/[*?[]/.test(source) || /(?:^|\/)\.{0,2}$/.test(source)) return null;
  return copied.intoFolder ? absolutePath(baseName(source), copied.target) : copied.target;
}

/** The whole build context, or what a pattern takes of its top. */
export const isWholeContext = ({ sources, from }: Copied): boolean =>
  from === null && sources.some((source) => source !== null && /^(?:\.?\/?|\.\/\.|\*|\.\/\*)$/.test(source));
