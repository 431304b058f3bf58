import { Document, Pair, parseDocument, Scalar, visit, YAMLMap, YAMLSeq } from 'yaml';
import type { Node } from 'yaml';
import type { Style } from './layout.ts';

const RAW: unique symbol = Symbol('raw YAML');

/** A value given as YAML text, so that its comments, quotes and aliases are the caller's. */
export interface RawYaml {
  [RAW]: string;
}

/** Marks YAML text as a value for the edits; its indentation is adapted to where it goes. */
export function rawYaml(text: string): RawYaml {
  return { [RAW]: text };
}

export function isRaw(value: unknown): value is RawYaml {
  return typeof value === 'object' && value !== null && RAW in value;
}

/** What the value is as data. Aliases in raw text point out of it, so they have no value here (undefined). */
export function plainOf(value: unknown): unknown {
  if (!isRaw(value)) return value;
  const document = parseDocument(value[RAW], { merge: true, logLevel: 'silent' });
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

export type Quoting = 'as-needed' | 'double' | 'single';

/** `key: value` in block style, at column 0, without a last line ending. */
export function renderPair(key: string | number, value: unknown, style: Style): string {
  return print(style, 'as-needed', false, (document) => {
    const map = new YAMLMap();
    map.add(new Pair(new Scalar(key), toNode(document, value)));
    return map;
  });
}

/** `- value` in block style, at column 0, without a last line ending. */
export function renderItem(value: unknown, style: Style, quoting: Quoting): string {
  return print(style, quoting, false, (document) => {
    const sequence = new YAMLSeq();
    sequence.add(toNode(document, value));
    return sequence;
  });
}

/** A value on one line, for use within `{…}` and `[…]`. */
export function renderFlow(value: unknown, style: Style, quoting: Quoting): string {
  return print(style, quoting, true, (document) => {
    const node = toNode(document, value);
    visit(node, { Collection: (_, collection) => void (collection.flow = true) });
    return node;
  });
}

/** Strings that YAML 1.1 readers would take for something else (`no`, `22:22`) are quoted too. */
function print(
  style: Style,
  quoting: Quoting,
  flow: boolean,
  contents: (document: Document) => Node,
): string {
  const document = new Document(null, { compat: 'yaml-1.1', merge: true });
  const node = contents(document);
  visit(node, {
    Scalar(key, scalar) {
      // a key without a value says it best; elsewhere nothing would be seen of it
      if (scalar.value === null && (flow || key !== 'value')) scalar.source = 'null';
      if (typeof scalar.value !== 'string' || (key === 'key' && quoting === 'as-needed')) return;
      if (quoting !== 'as-needed')
        scalar.type = quoting === 'double' ? Scalar.QUOTE_DOUBLE : Scalar.QUOTE_SINGLE;
      // a lone value is not known to stand within braces, where these end it
      else if (!keepsBlock(scalar.value, flow) || (flow && /[,[\]{}]/.test(scalar.value)))
        scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  document.contents = node;
  const text = document.toString({
    indent: style.width,
    indentSeq: style.indentSequences,
    singleQuote: style.singleQuote ? true : null,
    lineWidth: 0,
    nullStr: '',
    flowCollectionPadding: false,
    verifyAliasOrder: false,
  });
  return text.replace(/\n$/, '');
}

function toNode(document: Document, value: unknown): Node {
  const raw = isRaw(value) ? parseDocument<Node>(value[RAW], { merge: true }).contents : null;
  return raw ?? document.createNode(plainOf(value), { aliasDuplicateObjects: false });
}

/** A literal block shows text of several lines as it is, if no blank at an edge is lost or hard to see. */
function keepsBlock(text: string, flow: boolean): boolean {
  if (!text.includes('\n')) return true;
  return (
    !flow && /^\S/.test(text) && !/\s\n|\n\n$|[^\n\S]$|[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]/.test(text)
  );
}
