import type { DockerfileFacts, InstructionFacts } from '../../lint/index.ts';
import type { Range } from '../../syntax/text.ts';

/** A line of the file, its line ending left out. */
export interface Line {
  start: number;
  /** behind its last character, before `\r` */
  end: number;
  text: string;
  /** it is part of a here-document, whose bytes matter */
  isBody: boolean;
}

/** The lines of a Dockerfile, each told whether it belongs to a here-document. */
export function linesOf({ source, instructions }: DockerfileFacts): Line[] {
  const bodies: Range[] = instructions
    .filter(({ place }) => !place.isTrigger)
    .flatMap(({ node }) => node.heredocs.map(({ bodyRange }) => bodyRange));
  const lines: Line[] = [];
  let next = 0;
  for (let start = 0; start < source.length;) {
    const newline = source.indexOf('\n', start);
    const after = newline === -1 ? source.length : newline + 1;
    const raw = source.slice(start, newline === -1 ? after : newline);
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    while (next < bodies.length && (bodies[next]?.end ?? 0) <= start) next++;
    const body = bodies[next];
    lines.push({ start, end: start + text.length, text, isBody: body !== undefined && start >= body.start });
    start = after;
  }
  return lines;
}

/** Those that are not triggers: what stands on lines of its own. */
export const ownInstructions = ({ instructions }: DockerfileFacts): readonly InstructionFacts[] =>
  instructions.filter(({ place }) => !place.isTrigger);
