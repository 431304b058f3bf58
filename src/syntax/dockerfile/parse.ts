import { readDirectives } from './directives.ts';
import { readHeredocs } from './heredoc.ts';
import { readInstruction } from './instruction.ts';
import { isBlank, isComment, joinLines, splitLines, type Line } from './lines.ts';
import { instructionProblems } from './problems.ts';
import { readStages } from './stages.ts';
import type { DockerfileTree, Escape, Instruction, Node, SyntaxProblem } from './tree.ts';

const BYTE_ORDER_MARK = '\ufeff';
const TAKES_HEREDOCS = new Set(['ADD', 'COPY', 'RUN']);

/**
 * Parses any text: what BuildKit would refuse is kept as it stands, with a problem at its place, and the rest is read.
 * Line and word rules are those of BuildKit's frontend/dockerfile/parser.
 */
export function parseDockerfile(text: string): DockerfileTree {
  const start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const lines = splitLines(text, start);
  const { nodes: directives, escape, problems } = readDirectives(text, lines);
  const nodes: Node[] = start > 0 ? [{ kind: 'blank', range: { start: 0, end: start } }] : [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    if (line === undefined) break;
    const directive = directives[index];
    if (isBlank(line)) {
      index = blankRun(lines, index);
      nodes.push({
        kind: 'blank',
        range: { start: line.start, end: lines[index - 1]?.contentEnd ?? line.contentEnd },
      });
      continue;
    }
    if (line.textStart > line.start)
      nodes.push({ kind: 'blank', range: { start: line.start, end: line.textStart } });
    if (directive !== undefined || isComment(text, line)) {
      nodes.push(directive ?? { kind: 'comment', range: { start: line.textStart, end: line.contentEnd } });
      index++;
      continue;
    }
    const read = readLines(text, lines, index, escape);
    nodes.push(read.instruction);
    problems.push(...read.problems);
    index = read.next;
  }
  return treeOf(text, escape, directives, nodes, problems);
}

function blankRun(lines: readonly Line[], from: number): number {
  let index = from;
  for (let line = lines[index]; line !== undefined && isBlank(line); line = lines[index]) index++;
  return index;
}

function readLines(
  source: string,
  lines: readonly Line[],
  index: number,
  escape: Escape,
): { instruction: Instruction; next: number; problems: SyntaxProblem[] } {
  const { logical, next, dangling } = joinLines(source, lines, index, escape);
  const read = readInstruction(logical, escape);
  const carrier = read.keyword === 'ONBUILD' ? read.inner : read;
  const takesHeredocs = carrier !== null && TAKES_HEREDOCS.has(carrier.keyword) && carrier.json === null;
  const reading = takesHeredocs
    ? readHeredocs(source, lines, next, logical)
    : { heredocs: [], next, problems: [] };
  const end = lines[reading.next - 1]?.contentEnd ?? source.length;
  const { heredocs } = reading;
  const inner =
    read.inner === null ? null : { ...read.inner, heredocs, range: { start: read.inner.range.start, end } };
  const range = { start: lines[index]?.textStart ?? 0, end };
  const instruction = { ...read, range, heredocs, inner, dangling };
  return {
    instruction,
    next: reading.next,
    problems: [...instructionProblems(instruction), ...reading.problems],
  };
}

function treeOf(
  source: string,
  escape: Escape,
  directives: DockerfileTree['directives'],
  nodes: Node[],
  problems: SyntaxProblem[],
): DockerfileTree {
  const instructions = nodes.filter((node) => node.kind === 'instruction');
  const { globalArgs, stages, problems: stageProblems } = readStages(instructions, source.length);
  const inOrder = [...problems, ...stageProblems].sort((a, b) => a.range.start - b.range.start);
  return {
    source,
    escape,
    directives,
    nodes,
    instructions,
    globalArgs,
    stages,
    problems: inOrder,
    toString: () => printNodes(source, nodes),
  };
}

/** The nodes' own texts and the line endings between them: what they do not cover would be lost. */
function printNodes(source: string, nodes: readonly Node[]): string {
  let printed = '';
  let at = 0;
  for (const { range } of nodes) {
    printed += lineEnding(source.slice(at, range.start)) + source.slice(range.start, range.end);
    at = range.end;
  }
  return printed + lineEnding(source.slice(at));
}

function lineEnding(gap: string): string {
  return gap.replace(/[^\r\n]/g, '');
}
