import { isMap, isSeq } from 'yaml';
import type { Node } from 'yaml';
import type { Edit } from '../text.ts';
import { columnOf, contentEnd, lineStart, nextLine, startOf } from './layout.ts';
import { pairsOf } from './load.ts';

/**
 * Entries of a block collection in another order, each with the comments above it and behind it; empty lines between
 * entries stay where they are. Null where something may depend on the order, or an entry shares its line.
 * @param order for each new place the old index
 */
export function permuted(text: string, node: Node, order: readonly number[]): Edit[] | null {
  if ((!isMap(node) && !isSeq<Node>(node)) || node.flow === true || order.length !== node.items.length)
    return null;
  const entries = isMap(node)
    ? pairsOf(node).map((pair) => ({ start: startOf(pair.key), end: contentEnd(pair) }))
    : node.items.map((item) => ({
        start: text.lastIndexOf('-', startOf(item) - 1),
        end: contentEnd(item),
      }));
  const [first] = entries;
  if (first === undefined) return null;
  const column = columnOf(text, first.start);
  const blocks: { start: number; end: number }[] = [];
  let from = 0;
  for (const { start, end } of entries) {
    const line = lineStart(text, start);
    if (columnOf(text, start) !== column || line < from || text.slice(line, start).trim() !== '') return null;
    const above = commentsAbove(text, line, from);
    // right at its top a comment is of the file
    const begin = above === 0 || text.charCodeAt(above - 1) === 0xfeff ? line : above;
    const stop = behindOwnComments(text, end, column);
    blocks.push({ start: begin, end: stop });
    from = stop;
  }
  const last = blocks.at(-1);
  const range = { start: blocks[0]?.start ?? 0, end: last?.end ?? 0 };
  // an alias has to come after its anchor
  if (/(?:^|[\s[{,])[&*][^\s]/.test(text.slice(range.start, range.end))) return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const closed = text[range.end - 1] === '\n';
  const result = order.map((old, place) => {
    const block = blocks[old];
    const here = blocks[place];
    const next = blocks[place + 1];
    if (block === undefined || here === undefined) return null;
    const content = text.slice(block.start, block.end);
    const gap = next === undefined ? '' : text.slice(here.end, next.start);
    return (content.endsWith('\n') ? content : content + eol) + gap;
  });
  if (result.includes(null)) return null;
  const joined = result.join('');
  return [{ range, text: closed ? joined : joined.slice(0, -eol.length) }];
}

/** Where the comment lines begin that stand right above a line. */
function commentsAbove(text: string, line: number, from: number): number {
  let at = line;
  while (at > from) {
    const above = lineStart(text, at - 1);
    if (above < from || !/^[ \t]*#/.test(text.slice(above, at))) break;
    at = above;
  }
  return at;
}

/** Behind an entry's last line, and the comment lines that stand further in than it. */
function behindOwnComments(text: string, end: number, column: number): number {
  let at = nextLine(text, end);
  for (let start = at; start < text.length;) {
    const next = nextLine(text, start + 1);
    const line = text.slice(start, next);
    const blanks = /^ */.exec(line)?.[0].length ?? 0;
    if (line.trim() !== '' && !(line[blanks] === '#' && blanks > column)) break;
    if (line.trim() !== '') at = next;
    start = next;
  }
  return at;
}
