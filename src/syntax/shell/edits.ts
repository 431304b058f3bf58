import type { Edit } from '../text.ts';
import type { Connector, ShellItem, ShellScript } from './types.ts';

/**
 * Takes an element out of the top-level list together with the connector that joins it; what stays keeps its bytes,
 * comments between other elements included. The only element leaves nothing behind: then the caller takes out the
 * whole instruction instead.
 */
export function removeItem(script: ShellScript, item: ShellItem): Edit[] {
  const before = script.list[item.index - 1];
  const after = script.list[item.index + 1];
  const bodies = item.hereDocuments.map((range) => ({ range, text: '' }));
  if (before !== undefined) {
    const start = Math.max(before.range.end, ...endsBefore(before, item));
    return [{ range: { start, end: item.range.end }, text: '' }, ...bodies];
  }
  if (after === undefined) return [{ range: item.range, text: '' }, ...bodies];
  const gap = script.source.slice(item.range.end, after.range.start);
  const keepsComment = item.hereDocuments.length > 0 || gap.split('\n').slice(1).some(isCommentLine);
  const end = keepsComment ? endOfConnector(script, item, after) : after.range.start;
  return [{ range: { start: item.range.start, end }, text: '' }, ...bodies];
}

/**
 * Takes all elements out but these, in one go; comments between those that go are lost with them.
 * @returns null when one that goes is joined by something other than `&&`, `;` or a line end, so that others hang on it
 */
export function keepItems(script: ShellScript, kept: readonly ShellItem[]): Edit[] | null {
  const edits: Edit[] = [];
  const isKept = (item: ShellItem) => kept.includes(item);
  for (const [index, item] of script.list.entries()) {
    const next = script.list[index + 1];
    const joints = [item.connector, next?.connector ?? '\n'];
    if (
      !isKept(item) &&
      (item.background || joints.some((one) => one === '||' || one === '&' || one === '|'))
    )
      return null;
  }
  for (let index = 0; index < script.list.length; index++) {
    if (isKept(script.list[index] as ShellItem)) continue;
    let end = index;
    while (end + 1 < script.list.length && !isKept(script.list[end + 1] as ShellItem)) end++;
    const gone = script.list.slice(index, end + 1);
    const before = script.list[index - 1];
    const after = script.list[end + 1];
    const last = gone.at(-1) as ShellItem;
    const range =
      before === undefined
        ? { start: (gone[0] as ShellItem).range.start, end: after?.range.start ?? last.range.end }
        : {
            start: Math.max(before.range.end, ...endsBefore(before, gone[0] as ShellItem)),
            end: last.range.end,
          };
    edits.push({ range, text: '' });
    for (const body of gone.flatMap(({ hereDocuments }) => hereDocuments))
      if (body.start >= range.end) edits.push({ range: body, text: '' });
    index = end;
  }
  return edits;
}

/** Puts other text in the place of an element; its here-documents go with it. */
export function replaceItem(_script: ShellScript, item: ShellItem, text: string): Edit[] {
  return [{ range: item.range, text }, ...item.hereDocuments.map((range) => ({ range, text: '' }))];
}

/** Adds a command after an element, laid out (on its own line, indented) as the elements around it are. */
export function insertAfterItem(
  script: ShellScript,
  item: ShellItem,
  text: string,
  connector: '&&' | '||' | ';' = '&&',
): Edit[] {
  const at = { start: item.range.end, end: item.range.end };
  if (item.background) return [{ range: at, text: ` ${text}` }];
  return [{ range: at, text: joint(script, item, connector) + text }];
}

/** What stands between two neighbours joined by the same connector, comments left out. */
function joint(script: ShellScript, item: ShellItem, connector: Connector): string {
  const pairs: [ShellItem | undefined, ShellItem | undefined][] = [
    [item, script.list[item.index + 1]],
    [script.list[item.index - 1], item],
  ];
  for (const [before, after] of pairs) {
    if (before === undefined || after?.connector !== connector || before.hereDocuments.length > 0) continue;
    const lines = script.source.slice(before.range.end, after.range.start).split('\n');
    return lines.filter((line, index) => index === 0 || !isCommentLine(line)).join('\n');
  }
  return connector === ';' ? '; ' : ` ${connector} `;
}

/** Where here-documents of the element before end, when they stand between the two. */
function endsBefore(before: ShellItem, item: ShellItem): number[] {
  return before.hereDocuments.map(({ end }) => end).filter((end) => end <= item.range.start);
}

function isCommentLine(line: string): boolean {
  return line.trimStart().startsWith('#');
}

/** Just behind the connector, and the blanks after it, between an element and the next. */
function endOfConnector(script: ShellScript, item: ShellItem, after: ShellItem): number {
  const gap = script.source.slice(item.range.end, after.range.start);
  const connector = after.connector === '&' ? '' : after.connector;
  const found = gap.indexOf(connector);
  const behind = (found < 0 ? 0 : found + connector.length) + item.range.end;
  const blanks = /^[ \t]*/.exec(script.source.slice(behind, after.range.start))?.[0] ?? '';
  return behind + blanks.length;
}
