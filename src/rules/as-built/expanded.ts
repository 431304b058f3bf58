import type { InstructionFacts } from '../../lint/index.ts';
import { copySources, type Word } from '../../syntax/dockerfile/index.ts';
import type { Range } from '../../syntax/text.ts';

/** A text into which BuildKit puts variables, one at a time. */
export interface ExpandedText {
  /** as it is written, quotes on */
  text: string;
  quotes: 'taken off' | 'kept';
  range: Range;
  /** the variable that it is the value of */
  sets?: string;
  /** whether the same instruction has set a name before it */
  isKnown?: (name: string) => boolean;
}

/** The texts of an instruction into which BuildKit puts variables and tells which are not set; EXPOSE is not among them. */
export function expandedIn(one: InstructionFacts): ExpandedText[] {
  const { keyword, node } = one;
  switch (keyword) {
    case 'ENV':
    case 'LABEL':
      return pairTexts(node.words);
    case 'ARG':
      return argTexts(node.words);
    case 'ADD':
    case 'COPY':
      return copyTexts(one);
    case 'RUN':
      return one.mounts.flatMap(({ options, range }) =>
        [...options.values()].map((text): ExpandedText => ({ text, quotes: 'taken off', range })),
      );
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'VOLUME':
      return wordTexts(node.words, node.json !== null);
    default:
      return [];
  }
}

const wordTexts = (words: readonly Word[], isArray: boolean): ExpandedText[] =>
  words.map(({ raw, value, range }) => ({ text: isArray ? value : raw, quotes: 'taken off', range }));

function pairTexts(words: readonly Word[]): ExpandedText[] {
  const isOldForm = words[0]?.raw.includes('=') === false;
  const [name] = words;
  if (isOldForm)
    return wordTexts(words.slice(0, 2), false).map((text) => ({ ...text, sets: name?.raw ?? '' }));
  return words.flatMap(({ raw, range }): ExpandedText[] => {
    const equals = raw.indexOf('=');
    const parts = equals < 0 ? [raw] : [raw.slice(0, equals), raw.slice(equals + 1)];
    return parts.map((text) => ({ text, quotes: 'taken off', range, sets: parts[0] ?? '' }));
  });
}

/** Each default sees the arguments before it. */
function argTexts(words: readonly Word[]): ExpandedText[] {
  const places = new Map<string, number>();
  return words.flatMap(({ raw, range }, index): ExpandedText[] => {
    const equals = raw.indexOf('=');
    const name = equals < 0 ? raw : raw.slice(0, equals);
    if (!places.has(name)) places.set(name, index);
    if (equals < 0) return [];
    const isKnown = (other: string): boolean => (places.get(other) ?? Infinity) < index;
    return [{ text: raw.slice(equals + 1), quotes: 'taken off', range, isKnown, sets: name }];
  });
}

function copyTexts({ node, keyword }: InstructionFacts): ExpandedText[] {
  const reading = copySources(node);
  if (reading === null) return [];
  const flags = keyword === 'ADD' ? ['chown', 'chmod', 'checksum'] : ['chown', 'chmod'];
  return [
    ...node.flags
      .filter(({ name }) => flags.includes(name))
      .map(({ value, range }): ExpandedText => ({ text: value ?? '', quotes: 'taken off', range })),
    ...wordTexts([...reading.sources, reading.destination], node.json !== null),
    ...node.heredocs
      .filter(({ expand }) => expand)
      .map(({ body, markerRange }): ExpandedText => ({ text: body, quotes: 'kept', range: markerRange })),
  ];
}
