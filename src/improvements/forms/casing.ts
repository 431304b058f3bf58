import { is } from '../../model/stages.ts';
import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/index.ts';
import type { Edit } from '../../syntax/text.ts';
import type { Form } from './form.ts';

/** BuildKit's ConsistentInstructionCasing and FromAsCasing: all keywords as most of them are, and AS like its FROM. */
export const keywordCasing: Form = {
  evidence: 'keywords were partly in capitals and partly not',
  edits(tree) {
    const written = tree.stages
      .flatMap(({ from, instructions }) => [from, ...instructions])
      .map((one) => keywordOf(tree, one));
    const lower = written.filter((word) => word === word.toLowerCase()).length;
    const isLower = lower > written.length - lower;
    const cased = (word: string) => (isLower ? word.toLowerCase() : word.toUpperCase());
    return tree.instructions.flatMap((one) => [
      ...differing(keywordOf(tree, one), cased(keywordOf(tree, one)), one.keywordRange),
      ...asWords(one).flatMap(({ raw, range }) => differing(raw, cased(raw), range)),
    ]);
  },
};

const keywordOf = ({ source }: DockerfileTree, { keywordRange }: Instruction): string =>
  source.slice(keywordRange.start, keywordRange.end);

const asWords = (one: Instruction) =>
  is(one, 'FROM') && one.words.length === 3 ? one.words.slice(1, 2) : [];

const differing = (before: string, after: string, range: Edit['range']): Edit[] =>
  before === after ? [] : [{ range, text: after }];

/** BuildKit's StageNameCasing: it keeps names in lower case whatever is written, and finds them either way. */
export const stageNames: Form = {
  evidence: 'names of stages had capitals, which BuildKit does not keep',
  edits(tree) {
    const names = new Set(tree.stages.flatMap(({ name }) => name ?? []));
    const lower = (text: string, range: Edit['range']): Edit[] =>
      names.has(text.toLowerCase()) ? differing(text, text.toLowerCase(), range) : [];
    return tree.instructions.flatMap((one) => {
      if (is(one, 'FROM')) {
        const [base, , name] = one.words;
        return [base, name].flatMap((word) => (word === undefined ? [] : lower(word.raw, word.range)));
      }
      if (!is(one, 'COPY')) return [];
      return one.flags.flatMap(({ name, value, range }) => {
        const text = tree.source.slice(range.start, range.end);
        const plain = name === 'from' && value !== null && text.endsWith(`=${value}`);
        return plain ? lower(value, { start: range.end - value.length, end: range.end }) : [];
      });
    });
  },
};

/** BuildKit's ExposeProtoCasing and ExposeInvalidFormat: only the container's own port is exposed. */
export const exposedPorts: Form = {
  evidence:
    'EXPOSE named a port of the host or a protocol in capitals; only the port of the container counts',
  edits: (tree) =>
    tree.instructions
      .filter((one) => is(one, 'EXPOSE'))
      .flatMap(({ words }) => words)
      .filter(({ raw }) => !raw.includes('$'))
      .flatMap(({ raw, range }) => differing(raw, raw.slice(raw.lastIndexOf(':') + 1).toLowerCase(), range)),
};
