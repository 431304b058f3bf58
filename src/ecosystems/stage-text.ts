import { chunkOf, is } from '../model/stages.ts';
import type { DockerfileTree, Instruction, Stage } from '../syntax/dockerfile/index.ts';
import { shellOf } from '../syntax/shell/index.ts';
import { applyEdits, dominantEol, type Edit } from '../syntax/text.ts';
import { stageComments } from './stage-comments.ts';

/** Pieces of a single stage that are put together anew as several; all texts end in a line ending. */

/** An instruction's lines with the comments and blank lines above it, with edits made in offsets of the file. */
export function chunkText(tree: DockerfileTree, instruction: Instruction, edits: readonly Edit[]): string {
  const { start, end } = chunkOf(tree, instruction);
  const local = edits.map(({ range, text }) => ({
    range: { start: range.start - start, end: range.end - start },
    text,
  }));
  const text = applyEdits(tree.source.slice(start, end), local);
  return text.endsWith('\n') ? text : `${text}${dominantEol(tree.source)}`;
}

const LEAD = /^(?:[ \t]*(?:#.*)?\r?\n)*/;

/** The comments and blank lines that a chunk begins with. */
export const leadOf = (chunk: string): string => LEAD.exec(chunk)?.[0] ?? '';

/** An instruction's own lines, without the comments and blank lines above it. */
export const withoutLead = (chunk: string): string => chunk.replace(LEAD, '');

/** A chunk whose comments stand elsewhere already: at most one blank line stays in front. */
export function withBlankLead(chunk: string): string {
  const lead = leadOf(chunk);
  const blank = /(?<=^|\n)[ \t]*\r?\n/.exec(lead)?.[0] ?? '';
  return blank.replace(/^[ \t]+/, '') + chunk.slice(lead.length);
}

/** What stands behind the last instruction. */
export function tailOf(tree: DockerfileTree): string {
  const last = tree.instructions.at(-1);
  return last === undefined ? tree.source : tree.source.slice(chunkOf(tree, last).end);
}

/** The name of a new building stage, or the other one where the stage itself is called so. */
export const freeStageName = (stage: Stage, name: string, other: string): string =>
  stage.name === name ? other : name;

/**
 * Everything up to and with the FROM line, under another name: the head of the first of several stages. Comments of what
 * ships go to that one.
 */
export function firstFrom(tree: DockerfileTree, stage: Stage, name: string): string {
  const { start, own, pragmas, isOfShipped } = stageComments(tree, stage);
  const above = isOfShipped ? pragmas : own;
  const from = `${tree.source.slice(0, start)}${above}${tree.source.slice(start + own.length, stage.from.range.end)}`;
  const named = stage.name === null ? `${from} AS ${name}` : from.replace(/\s+as\s+\S+\s*$/i, ` AS ${name}`);
  return `${named}${dominantEol(tree.source)}`;
}

/** A FROM line of the same base and platform for a further stage, a blank line before it. */
export function nextFrom(tree: DockerfileTree, stage: Stage, name: string | null): string {
  const eol = dominantEol(tree.source);
  const comments = stageComments(tree, stage);
  const above = comments.isOfShipped && name === null ? comments.own : comments.pragmas;
  const flags = stage.from.flags.map(
    ({ name: flag, value }) => `--${flag}${value === null ? '' : `=${value}`} `,
  );
  const own = /\s+as\s+\S+\s*$/i.exec(tree.source.slice(0, stage.from.range.end))?.[0] ?? '';
  const as = name === null ? (stage.name === null ? '' : own.trimEnd()) : ` AS ${name}`;
  return `${eol}${above}FROM ${flags.join('')}${stage.base}${as}${eol}`;
}

/** COPY or ADD of files of the build context. */
export const isSourceCopy = (instruction: Instruction): boolean =>
  is(instruction, 'COPY', 'ADD') && !instruction.flags.some(({ name }) => name === 'from');

export const MOVES = /^(mkdir|chmod|chown|cp|mv|rm|ln|touch|echo|sed|tar|cat|true|set|cd)$/;

/** A RUN that only makes, moves and deletes files with the shell's own tools. */
export function onlyMovesFiles(tree: DockerfileTree, instruction: Instruction): boolean {
  return shellOf(instruction, tree.source)?.commands.every(({ name }) => MOVES.test(name ?? '')) ?? false;
}

/** A build argument that one of the instructions reads. */
export function isReferenced(tree: DockerfileTree, arg: Instruction, by: readonly Instruction[]): boolean {
  const names = arg.words.map(({ raw }) => raw.split('=')[0]);
  const use = new RegExp(`\\$\\{?(${names.join('|')})\\b`);
  return by.some(({ range }) => use.test(tree.source.slice(range.start, range.end)));
}

/** COPY of files by the name or number of their owner's account, which has to be there first. */
export const ownsByName = (instructions: readonly Instruction[]): boolean =>
  instructions.some(({ flags }) =>
    flags.some(({ name, value }) => name === 'chown' && !/^[\d:]+$/.test(value ?? '')),
  );

/** A RUN as it is named in a reason. */
export const firstLine = (instruction: Instruction): string => `RUN ${instruction.argument.slice(0, 60)}`;
