import { isCollection, isMap, isPair, isSeq, visit } from 'yaml';
import type { Node } from 'yaml';
import { dominantEol } from '../text.ts';
import type { YamlDocument, YamlPair } from './load.ts';

/** How a text is laid out, so that what is added looks like the rest. */
export interface Style {
  /** blanks a level of maps */
  width: number;
  /** the dashes of a sequence stand further in than its key */
  indentSequences: boolean;
  singleQuote: boolean;
  eol: '\n' | '\r\n';
}

export function styleOf(text: string, document: YamlDocument | null): Style {
  const widths = new Map<number, number>();
  let indented = 0;
  let flush = 0;
  if (document !== null) {
    visit(document, {
      Map(_, map) {
        if (map.flow === true) return;
        for (const { key, value } of map.items as YamlPair[]) {
          const own = columnOf(text, startOf(key));
          if (isMap(value) && value.flow !== true && value.items[0] !== undefined) {
            const deeper = columnOf(text, startOf((value.items[0] as YamlPair).key)) - own;
            if (deeper > 0) widths.set(deeper, (widths.get(deeper) ?? 0) + 1);
          } else if (isSeq(value) && value.flow !== true && value.items.length > 0) {
            if (columnOf(text, startOf(value)) > own) indented++;
            else flush++;
          }
        }
      },
    });
  }
  const [commonest] = [...widths].sort((a, b) => b[1] - a[1]);
  const single = text.split("'").length;
  return {
    width: commonest?.[0] ?? 2,
    indentSequences: indented >= flush,
    singleQuote: single > text.split('"').length,
    eol: dominantEol(text),
  };
}

export function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function lineStart(text: string, offset: number): number {
  const newline = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return newline === 0 && text.startsWith('\uFEFF') ? 1 : newline;
}

/** Where the last character of a node stands, trailing blanks, comments and empty lines left out. */
export function contentEnd(node: Node | YamlPair | null): number {
  if (node === null) return 0;
  if (isPair(node)) return node.value === null ? contentEnd(node.key) : contentEnd(node.value);
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  return last === undefined ? (node.range?.[1] ?? 0) : contentEnd(last as Node | YamlPair);
}

/** The start of the line after the one on which content ends; a block scalar's end is there already. */
export function nextLine(text: string, end: number): number {
  if (text[end - 1] === '\n') return end;
  const newline = text.indexOf('\n', end);
  return newline < 0 ? text.length : newline + 1;
}

/** Like `nextLine`, but behind the comment lines that follow at once and stand further in than the column. */
export function behindDeeperComments(text: string, end: number, column: number): number {
  let at = nextLine(text, end);
  for (;;) {
    const [line = '', blanks = ''] = /^([ ]*)#.*(?:\n|$)/.exec(text.slice(at)) ?? [];
    if (line === '' || blanks.length <= column) return at;
    at += line.length;
  }
}

/** Lines to be put in at the start of a line; at the end of a text without a last line ending that one is made first. */
export function asLines(text: string, at: number, lines: string, eol: string): string {
  return at === text.length && at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\uFEFF'
    ? eol + lines
    : lines + eol;
}
