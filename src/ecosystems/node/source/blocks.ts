/** What stands between two braces: the body of a function or of a condition, or something that is just passed through. */
export interface Block {
  /** offsets of the braces; `end` is after the closing one */
  start: number;
  end: number;
  kind: 'function' | 'condition' | 'plain';
  /** of a function: its name, or that of the constant that it was given to */
  name: string | null;
  /** of a function: the offsets of what its parentheses hold */
  parameters: { start: number; end: number } | null;
  /** the block that this one stands in; null at the top */
  parent: Block | null;
}

const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
/** Code before a brace that is looked at: a header and its return type. */
const LONGEST_HEADER = 400;

/** The blocks of code whose strings and comments are blanks, in the order of their opening braces. */
export function blocksOf(code: string): Block[] {
  const blocks: Block[] = [];
  const open: { char: string; at: number; block: Block | null }[] = [];
  /** opening parenthesis by the closing one */
  const pairs = new Map<number, number>();
  let inside: Block | null = null;
  for (const match of code.matchAll(/[()[\]{}]/g)) {
    const char = match[0];
    const at = match.index;
    if (!(char in CLOSES)) {
      let block: Block | null = null;
      if (char === '{') {
        block = { start: at, end: code.length, parent: inside, ...headerOf(code, at, pairs) };
        blocks.push(block);
        inside = block;
      }
      open.push({ char, at, block });
      continue;
    }
    // a bracket that is missing closes with the next one outside of it
    const index = open.findLastIndex((one) => one.char === CLOSES[char]);
    if (index < 0) continue;
    const closed = open[index];
    for (const { block } of open.splice(index)) {
      if (block === null) continue;
      block.end = at + 1;
      inside = block.parent;
    }
    if (char === ')' && closed !== undefined) pairs.set(at, closed.at);
  }
  return blocks;
}

const textBefore = (code: string, offset: number): string =>
  code.slice(Math.max(0, offset - LONGEST_HEADER), offset);

/** TypeScript's `: Promise<void>` behind the parentheses at the end of a text. */
const returnType = (before: string): string =>
  /\)(\s*:\s*[\w$.<>[\]|&,\s]+)$/.exec(before.trimEnd())?.[1] ?? '';

type Header = Pick<Block, 'kind' | 'name' | 'parameters'>;
const PLAIN: Header = { kind: 'plain', name: null, parameters: null };

function headerOf(code: string, brace: number, pairs: ReadonlyMap<number, number>): Header {
  const before = textBefore(code, brace);
  const end = brace - before.length + before.trimEnd().length;
  if (before.trimEnd().endsWith('=>')) return arrowHeader(code, end - 2, pairs);
  if (/(?<![\w$.])else\s*$/.test(before)) return { ...PLAIN, kind: 'condition' };
  const close = end - returnType(before).length - 1;
  const start = code[close] === ')' ? pairs.get(close) : undefined;
  if (start === undefined) return PLAIN;
  const lead = textBefore(code, start);
  if (/(?<![\w$.])(if|for|while|switch|catch|with|for\s+await)\s*$/.test(lead))
    return { ...PLAIN, kind: 'condition' };
  const generic = String.raw`\s*(?:<[^()]*>)?\s*$`;
  const name = new RegExp(`([\\w$]+)${generic}`).exec(lead)?.[1] ?? null;
  if (name === null) return PLAIN;
  const given = new RegExp(`([\\w$]+)\\s*(?::[^=;]*)?=\\s*(?:async\\s+)?function\\s*\\*?${generic}`).exec(
    lead,
  )?.[1];
  return {
    kind: 'function',
    name: given ?? (name === 'function' ? null : name),
    parameters: { start: start + 1, end: close },
  };
}

/** @param end the offset of the arrow */
function arrowHeader(code: string, end: number, pairs: ReadonlyMap<number, number>): Header {
  const before = textBefore(code, end);
  const last = end - before.length + before.trimEnd().length;
  const close = last - returnType(before).length - 1;
  const open = code[close] === ')' ? pairs.get(close) : undefined;
  const word = /[\w$]+(?=\s*$)/.exec(before)?.[0] ?? '';
  const parameters =
    open === undefined ? { start: last - word.length, end: last } : { start: open + 1, end: close };
  const from = open ?? last - word.length;
  const lead = textBefore(code, from);
  const name = /([\w$]+)\s*(?::[^=;]*)?=\s*(?:async\s*)?(?:<[^()]*>\s*)?$/.exec(lead)?.[1] ?? null;
  return { kind: 'function', name, parameters };
}

/** The blocks that an offset stands in, the innermost first. */
export function blocksAround(blocks: readonly Block[], offset: number): Block[] {
  const around: Block[] = [];
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  let block = blocks[low - 1] ?? null;
  for (; block !== null; block = block.parent) if (offset < block.end) around.push(block);
  return around;
}
