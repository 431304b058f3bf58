import { skipSpaces, trimmedEnd } from './spaces.ts';
import type { DirectiveNode, Escape, SyntaxProblem } from './tree.ts';
import { isComment, type Line } from './lines.ts';

const NAMES = new Set(['syntax', 'escape', 'check']);
const BEGINNING = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=/;

export interface Directives {
  nodes: DirectiveNode[];
  escape: Escape;
  problems: SyntaxProblem[];
}

/** Reads the directives at the top: the first line that is none ends them, be it blank or a comment. */
export function readDirectives(source: string, lines: readonly Line[]): Directives {
  const result: Directives = { nodes: [], escape: '\\', problems: [] };
  for (const line of lines) {
    const found = isComment(source, line) ? readDirective(source, line) : null;
    if (found === null) break;
    const { name, value, range } = found;
    if (result.nodes.some((earlier) => earlier.name === name))
      result.problems.push({
        code: 'bad-directive',
        message: `the directive ${name} stands here twice`,
        range,
      });
    else if (name === 'escape' && value !== '\\' && value !== '`')
      result.problems.push({ code: 'bad-directive', message: 'escape must be \\ or `', range });
    else if (name === 'escape') result.escape = value as Escape;
    result.nodes.push(found);
  }
  return result;
}

function readDirective(source: string, line: Line): DirectiveNode | null {
  const range = { start: line.textStart, end: line.contentEnd };
  const text = source.slice(skipSpaces(source, range.start + 1, range.end), range.end);
  const match = BEGINNING.exec(text);
  const name = match?.[1]?.toLowerCase() ?? '';
  const rest = text.slice(match?.[0].length);
  if (!NAMES.has(name) || rest === '') return null;
  return { kind: 'directive', name, value: rest.slice(skipSpaces(rest, 0), trimmedEnd(rest, 0)), range };
}
