import { forEachChild, parse } from 'unbash';
import type { HereDoc, SyntaxNode } from 'unbash';
import type { Range } from '../text.ts';
import type { ShellItem, ShellScript } from './types.ts';
import { type Mapping, sameText } from './mapping.ts';
import { andOrMembers, collectCommands, joinBetween } from './collect.ts';

/**
 * Reads a shell script (bash and sh). Never throws: what cannot be parsed is told in `errors`, and `complete` is false.
 * Positions are UTF-16 offsets in the text.
 */
export function parseShell(text: string): ShellScript {
  return parseMapped(text, text, sameText(text.length));
}

/** Reads `text`, which was put together from pieces of `source` as the mapping tells. */
export function parseMapped(text: string, source: string, mapping: Mapping): ShellScript {
  if (isTooDeep(text)) return readScript('', source, mapping, text);
  try {
    return readScript(text, source, mapping, text);
  } catch (error) {
    // the parser calls itself for each level
    if (!(error instanceof RangeError)) throw error;
    return readScript('', source, mapping, text);
  }
}

/** Levels of brackets that nobody writes; what is not closed costs the parser the square of its length. */
const DEEPEST = 500;

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === OPENING || code === OPENING_BRACE) depth++;
    else if ((code === CLOSING || code === CLOSING_BRACE) && depth > 0) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const [OPENING, CLOSING, OPENING_BRACE, CLOSING_BRACE] = [40, 41, 123, 125];

/** @param all the whole text, where only a part (nothing) of it is read */
function readScript(text: string, source: string, mapping: Mapping, all: string): ShellScript {
  const tree = parse(text);
  const script: ShellScript = {
    source,
    text,
    commands: [],
    list: [],
    errors: [],
    tree: { root: tree, text, mapping },
    complete: true,
  };
  for (const { message, pos } of tree.errors ?? [])
    script.errors.push({ message, offset: mapping.offset(pos) });
  for (const [index, statement] of tree.commands.entries()) {
    const members = andOrMembers(statement, joinBetween(tree.commands[index - 1], statement, text));
    for (const [position, [node, connector]] of members.entries()) {
      const background = statement.background === true && position === members.length - 1;
      const end = background ? statement.end : node.end;
      const item: ShellItem = {
        index: script.list.length,
        range: mapping.range(node.pos, end),
        connector,
        background,
        hereDocuments: hereDocumentsBelow(node).map((here) => bodyRange(here, text, mapping)),
      };
      script.list.push(item);
      const found = collectCommands(node, { text, mapping, topLevelIndex: item.index, connector });
      script.commands.push(...found.commands);
      script.errors.push(...found.errors);
    }
  }
  script.commands.sort((a, b) => a.range.start - b.range.start);
  if (all !== text) script.errors.push({ message: 'It is nested too deeply', offset: mapping.offset(0) });
  script.complete = script.errors.length === 0;
  return script;
}

function hereDocumentsBelow(node: SyntaxNode): HereDoc[] {
  const found: HereDoc[] = [];
  forEachChild(node, (child) => {
    if (child.type === 'HereDoc') found.push(child);
    else found.push(...hereDocumentsBelow(child));
  });
  return found;
}

function bodyRange(here: HereDoc, text: string, mapping: Mapping): Range {
  const end = here.closing?.end ?? here.body.end;
  const lineEnd = text.startsWith('\r\n', end) ? end + 2 : text[end] === '\n' ? end + 1 : end;
  return mapping.range(here.body.pos, lineEnd);
}
