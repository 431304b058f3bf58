import { dominantEol } from '../text.ts';
import type { DockerfileTree, Instruction, Range } from './tree.ts';

/**
 * The whole lines of an instruction with the comment lines directly above it, line ending included. A byte order mark
 * is not part of it.
 */
export function linesWithComments(tree: DockerfileTree, instruction: Instruction): Range {
  const { source, nodes } = tree;
  let start = lineStart(source, instruction.range.start);
  for (let index = nodeAt(nodes, instruction.range.start) - 1; index >= 0; index--) {
    const node = nodes[index];
    if (node === undefined) break;
    const isIndent = node.kind === 'blank' && node.range.end > node.range.start && node.range.start >= start;
    if (isIndent) continue;
    if (node.kind !== 'comment' || lineEnd(source, node.range.end) !== start) break;
    start = lineStart(source, node.range.start);
  }
  return { start, end: lineEnd(source, instruction.range.end) };
}

/** The index of the node that begins at an offset, or of the first one behind it. */
function nodeAt(nodes: DockerfileTree['nodes'], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.range.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  // an empty node may begin where the instruction does
  while (low < nodes.length && nodes[low]?.range.start === offset && nodes[low]?.kind !== 'instruction')
    low++;
  return low;
}

/** The comment lines directly above an instruction, as they stand, line endings included. */
export function commentAbove(tree: DockerfileTree, instruction: Instruction): string {
  const { start } = linesWithComments(tree, instruction);
  return tree.source.slice(start, Math.max(start, lineStart(tree.source, instruction.range.start)));
}

function lineStart(source: string, offset: number): number {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && source.startsWith('\ufeff') ? 1 : start;
}

function lineEnd(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset);
  return newline === -1 ? source.length : newline + 1;
}

/** `text`, whose lines are continued with a backslash, with the file's escape character and line endings, none at its end. */
export function inFileStyle(tree: DockerfileTree, text: string): string {
  const lines = text.replace(/\r*\n$/, '').split(/\r*\n/);
  const continued = lines.map((line, index) =>
    tree.escape !== '\\' && index < lines.length - 1 ? line.replace(/ \\$/, ` ${tree.escape}`) : line,
  );
  return continued.join(dominantEol(tree.source));
}
