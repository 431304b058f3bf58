import { rangeOf, type LogicalText } from './logical.ts';
import type { Instruction, Range } from './tree.ts';
import { unquote } from './variables.ts';

/** One variable of ENV or ARG, one label of LABEL. */
export interface Pair {
  name: string;
  /** quotes and escapes off, variables not expanded; null for an ARG without a default */
  value: string | null;
  /** the value as it is written, for `expandVariables` */
  raw: string | null;
  nameRange: Range;
  valueRange: Range | null;
  /** name and value together */
  range: Range;
}

/** Many ask, and one instruction may hold thousands. */
const known = new WeakMap<Instruction, readonly Pair[]>();

/** The pairs of ENV, LABEL and ARG, in the old form (`ENV name value with blanks`) too; empty for other instructions. */
export function envPairs(instruction: Instruction): readonly Pair[] {
  let pairs = known.get(instruction);
  if (pairs === undefined) known.set(instruction, (pairs = readPairs(instruction)));
  return pairs;
}

function readPairs(instruction: Instruction): Pair[] {
  const { keyword, words, escape } = instruction;
  if (keyword !== 'ENV' && keyword !== 'LABEL' && keyword !== 'ARG') return [];
  const [first, second] = words;
  const oldForm =
    keyword !== 'ARG' && first !== undefined && second !== undefined && !first.raw.includes('=');
  if (oldForm)
    return [
      {
        name: first.value,
        value: second.value,
        raw: second.raw,
        nameRange: first.range,
        valueRange: second.range,
        range: { start: first.range.start, end: second.range.end },
      },
    ];
  const text: LogicalText = argumentText(instruction);
  return words.map(({ raw, range, at }) => {
    const equals = raw.indexOf('=');
    const nameEnd = equals === -1 ? raw.length : equals;
    const rawValue = equals === -1 ? null : raw.slice(equals + 1);
    return {
      name: unquote(raw.slice(0, nameEnd), escape),
      value: rawValue === null ? null : unquote(rawValue, escape),
      raw: rawValue,
      nameRange: rangeOf(text, at, at + nameEnd),
      valueRange: rawValue === null ? null : rangeOf(text, at + equals + 1, at + raw.length),
      range,
    };
  });
}

function argumentText({ argument, segments, argumentRange }: Instruction): LogicalText {
  return { text: argument, segments, endsAt: argumentRange.end };
}
