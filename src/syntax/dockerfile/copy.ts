import { readMarker } from './heredoc.ts';
import type { Instruction, Word } from './tree.ts';

/** What COPY or ADD brings where. */
export interface CopyReading {
  /** paths, patterns and addresses; here-documents are not among them but in `heredocs` of the instruction */
  sources: Word[];
  destination: Word;
  /** the value of `--from`, variables not expanded */
  from: string | null;
}

/** @returns null for other instructions, and where a destination is missing */
export function copySources(instruction: Instruction): CopyReading | null {
  const { keyword, words, flags, json } = instruction;
  const destination = words.at(-1);
  if ((keyword !== 'COPY' && keyword !== 'ADD') || destination === undefined || words.length < 2) return null;
  return {
    sources: words.slice(0, -1).filter(({ raw }) => json !== null || readMarker(raw) === null),
    destination,
    from: flags.find(({ name }) => name === 'from')?.value ?? null,
  };
}
