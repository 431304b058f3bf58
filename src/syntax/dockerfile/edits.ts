import { dominantEol, type Edit } from '../text.ts';
import { inFileStyle, linesWithComments } from './place.ts';
import type { DockerfileTree, Instruction } from './tree.ts';

/** Takes an instruction out: its lines, its line ending, and the comment lines directly above it. */
export function removeInstruction(tree: DockerfileTree, instruction: Instruction): Edit[] {
  return [{ range: linesWithComments(tree, instruction), text: '' }];
}

/** As `removeInstruction`; from between two blank lines one of them goes as well. */
export function removeParagraph(tree: DockerfileTree, instruction: Instruction): Edit[] {
  return removeInstruction(tree, instruction).map(({ range, text }) => {
    const { source } = tree;
    const next = source.indexOf('\n', range.end) + 1;
    const follows = next > 0 && isBlankLine(source.slice(range.end, next)) ? next - range.end : 0;
    const before = range.start < 2 ? -1 : source.lastIndexOf('\n', range.start - 2);
    const precedes = before !== -1 && isBlankLine(source.slice(before + 1, range.start));
    return { range: { start: range.start, end: range.end + (precedes ? follows : 0) }, text };
  });
}

const isBlankLine = (line: string): boolean => /^[ \t]*\r?\n$/.test(line);

/** The instruction's lines as they stand, with the comment lines directly above; it always ends in a line ending. */
export function sourceWithComments(tree: DockerfileTree, instruction: Instruction): string {
  const { start, end } = linesWithComments(tree, instruction);
  const text = tree.source.slice(start, end);
  return text.endsWith('\n') ? text : text + dominantEol(tree.source);
}

/** Puts lines before an instruction and the comment lines directly above it. */
export function insertBefore(tree: DockerfileTree, instruction: Instruction, text: string): Edit[] {
  const { start } = linesWithComments(tree, instruction);
  return [{ range: { start, end: start }, text: inFileStyle(tree, text) + dominantEol(tree.source) }];
}

/**
 * Puts lines after an instruction and its here-documents. Where the file ends in an escape character that continues
 * nothing, that is taken off, for it would swallow the lines.
 */
export function insertAfter(tree: DockerfileTree, instruction: Instruction, text: string): Edit[] {
  const { end } = linesWithComments(tree, instruction);
  const eol = dominantEol(tree.source);
  const lines = inFileStyle(tree, text);
  const endsInNewline = tree.source[end - 1] === '\n';
  const insertion: Edit = { range: { start: end, end }, text: endsInNewline ? lines + eol : eol + lines };
  return instruction.dangling === null ? [insertion] : [{ range: instruction.dangling, text: '' }, insertion];
}

/** Puts other text in the place of an instruction and its here-documents; comments above it and its line ending stay. */
export function replaceInstruction(tree: DockerfileTree, instruction: Instruction, text: string): Edit[] {
  return [{ range: instruction.range, text: inFileStyle(tree, text) }];
}
