import type { Instruction, Segment } from '../dockerfile/tree.ts';
import type { ShellScript } from './types.ts';
import { joinedFrom } from './mapping.ts';
import { parseMapped } from './parse.ts';

const SHELL_FORM = new Set(['RUN', 'CMD', 'ENTRYPOINT']);

/** What of an instruction is needed to read its shell. */
export type ShellInstruction = Pick<Instruction, 'keyword' | 'argument' | 'segments' | 'json' | 'heredocs'>;

/**
 * The script of a RUN, CMD or ENTRYPOINT in shell form, all positions being offsets in the Dockerfile; null for the
 * exec form and other instructions. As BuildKit does: a RUN that is nothing but one here-document runs the body;
 * otherwise the here-documents follow the command line for the shell to read.
 */
export function shellOf(instruction: ShellInstruction, source: string): ShellScript | null {
  const before = known.get(instruction);
  if (before?.source === source) return before.script;
  const script = readShell(instruction, source);
  known.set(instruction, { source, script });
  return script;
}

/** Many ask for the same instruction's, one after another. */
const known = new WeakMap<ShellInstruction, { source: string; script: ShellScript | null }>();

function readShell(instruction: ShellInstruction, source: string): ShellScript | null {
  if (!SHELL_FORM.has(instruction.keyword) || instruction.json !== null || instruction.argument === '')
    return null;
  const { argument, heredocs } = instruction;
  const [only] = heredocs;
  if (only === undefined) return parseMapped(argument, source, joinedFrom(instruction.segments));

  if (heredocs.length === 1 && isOnlyMarker(argument)) return scriptOfBody(only, source);
  let text = argument;
  const segments: Segment[] = [...instruction.segments];
  for (const { bodyRange } of heredocs) {
    const end = endOfLine(source, bodyRange.end);
    if (!text.endsWith('\n')) text += '\n';
    segments.push({ at: text.length, range: { start: bodyRange.start, end } });
    text += source.slice(bodyRange.start, end);
  }
  return parseMapped(text, source, joinedFrom(segments));
}

/** A body that names its own interpreter is a script for the shell only when that is one. */
function scriptOfBody(heredoc: ShellInstruction['heredocs'][number], source: string): ShellScript | null {
  const { start, end } = heredoc.bodyRange;
  let text = '';
  const segments: Segment[] = [];
  let at = start;
  for (const line of source.slice(start, end).split(/(?<=\n)/)) {
    const tabs = heredoc.chomp ? (/^\t*/.exec(line)?.[0].length ?? 0) : 0;
    segments.push({ at: text.length, range: { start: at + tabs, end: at + line.length } });
    text += line.slice(tabs);
    at += line.length;
  }
  const interpreter = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
  if (interpreter !== null && !/(?:^|\/)(?:ba|da|a)?sh$/.test(interpreterName(interpreter))) return null;
  return parseMapped(text, source, joinedFrom(segments));
}

function interpreterName([, program = '', argument = '']: RegExpExecArray): string {
  return program.endsWith('/env') ? argument : program;
}

function isOnlyMarker(argument: string): boolean {
  return /^<<-?\s*(?:"[^"]*"|'[^']*'|[^\s<>|&;"']+)$/.test(argument);
}

/** Behind the line ending of the line that holds the offset (the here-document's closing line). */
function endOfLine(source: string, offset: number): number {
  const found = source.indexOf('\n', offset);
  return found < 0 ? source.length : found + 1;
}
