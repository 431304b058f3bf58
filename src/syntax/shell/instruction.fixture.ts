import type { Heredoc, Segment } from '../dockerfile/tree.ts';
import type { ShellInstruction } from './instruction.ts';

/** What the Dockerfile parser tells of the one RUN that makes up the source (no here-documents unless given). */
export function runInstruction(source: string, heredocs: Heredoc[] = []): ShellInstruction {
  const segments: Segment[] = [];
  let argument = '';
  let offset = 0;
  for (const [index, line] of source.split(/(?<=\n)/).entries()) {
    const start = index === 0 ? line.indexOf(' ') + 1 : 0;
    const text = line.slice(start).replace(/\\?[ \t]*\r?\n$/, '');
    if (index === 0 || !/^\s*(?:#|$)/.test(line)) {
      segments.push({
        at: argument.length,
        range: { start: offset + start, end: offset + start + text.length },
      });
      argument += text;
      if (!/\\[ \t]*\r?\n$/.test(line)) break;
    }
    offset += line.length;
  }
  return { keyword: 'RUN', argument, segments, json: null, heredocs };
}
