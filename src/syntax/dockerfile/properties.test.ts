import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, type Edit } from '../text.ts';
import {
  insertAfter,
  insertBefore,
  parseDockerfile,
  removeFlag,
  removeInstruction,
  replaceInstruction,
  setFlag,
  sourceWithComments,
  type DockerfileTree,
  type Instruction,
} from './index.ts';

const pieces = [
  'FROM debian AS a',
  'from a',
  'ARG A=1 B',
  'ENV A=b c="d e"',
  'ENV A b  c',
  'RUN echo hi',
  'RUN --mount=type=cache,target=/x --network=none make',
  'RUN <<EOF',
  'RUN <<-"EOF" cat 3<<X',
  'COPY --link --from=a "a b" /c',
  'COPY <<EOF <<X /d',
  'ONBUILD RUN <<EOF',
  'ONBUILD ONBUILD RUN x',
  'HEALTHCHECK --interval=1m CMD ["a", "b"]',
  'HEALTHCHECK NONE',
  'CMD ["a",',
  ' "b"]',
  'SHELL ["sh", 1]',
  'EOF',
  '\tEOF',
  'X',
  '# comment',
  '  # comment \\',
  '#',
  '# escape=`',
  '# syntax=docker/dockerfile:1',
  '# check=skip=all',
  '\\',
  '`',
  ' \\ \t',
  '"',
  "'",
  '$',
  '${A:-b}',
  '${',
  '<<',
  '\ufeff',
  '\u00a0',
  '\u2028',
  '\ud800',
  '😀',
  '\t',
  ' ',
  '\r',
  '\n',
  '\n',
  '\n\n',
  '\r\n',
  ' \\\n',
  ' `\r\n',
] as const;

const dockerfileLike = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...pieces) },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));

/** Lines that make a sound file, so that an edit can be compared instruction by instruction. */
const soundFile = fc
  .record({
    lines: fc.array(
      fc.constantFrom(
        'RUN echo hi',
        '  RUN a \\\n# within\n\n  && b',
        'run <<EOF cat <<-X\n# body\nEOF\n\tx\n\tX',
        'COPY --link --chown=1:1 --from=a x y /z',
        'RUN --mount=type=cache,target=/x \\\n  --mount=type=tmpfs,target=/y \\\n  make',
        'ENV A=b \\\n  C="d e"',
        'ONBUILD COPY <<EOF /x\nEOF',
        'CMD ["a", \\\n "b"]',
        '# about the next',
        '  # indented',
        '',
        '   ',
      ),
      { minLength: 1, maxLength: 12 },
    ),
    eol: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    finalNewline: fc.boolean(),
  })
  .map(({ lines, eol, mark, finalNewline }) => {
    const text = ['FROM debian AS a', ...lines].join('\n') + (finalNewline ? '\n' : '');
    return mark + text.replaceAll('\n', eol);
  });

const textOf = (tree: DockerfileTree, { range }: Instruction): string =>
  tree.source.slice(range.start, range.end);

const textsOf = (tree: DockerfileTree): string[] => tree.instructions.map((each) => textOf(tree, each));

function touchesOnly(source: string, edits: readonly Edit[], result: string): void {
  let before = 0;
  let after = 0;
  for (const { range, text } of edits) {
    const kept = source.slice(before, range.start);
    expect(result.slice(after, after + kept.length)).toBe(kept);
    expect(result.slice(after + kept.length, after + kept.length + text.length)).toBe(text);
    after += kept.length + text.length;
    before = range.end;
  }
  expect(result.slice(after)).toBe(source.slice(before));
}

const runs = { numRuns: 2000 };

describe('any text', () => {
  test.each([
    ['Dockerfile-like', dockerfileLike],
    ['arbitrary', fc.string({ unit: 'binary', maxLength: 200 })],
  ])('%s: printed byte by byte, tiled by nodes', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const tree = parseDockerfile(text);
        expect(String(tree)).toBe(text);
        let at = 0;
        for (const { range } of tree.nodes) {
          expect(text.slice(at, range.start)).toMatch(/^(?:\r*\n)?$/);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
          at = range.end;
        }
        expect(text.slice(at)).toMatch(/^(?:\r*\n|\r+)?$/);
      }),
      runs,
    );
  });

  test('everything in an instruction lies within it, and segments give back its argument', () => {
    fc.assert(
      fc.property(dockerfileLike, (text) => {
        for (const instruction of parseDockerfile(text).instructions) {
          const { segments, argument, words, flags, heredocs, range } = instruction;
          expect(segments.map((each) => text.slice(each.range.start, each.range.end)).join('')).toBe(
            argument,
          );
          for (const place of [...words, ...flags, { range: instruction.keywordRange }].map(
            (each) => each.range,
          )) {
            expect(place.start).toBeGreaterThanOrEqual(range.start);
            expect(place.end).toBeLessThanOrEqual(range.end);
          }
          for (const { raw, at } of words) expect(argument.slice(at, at + raw.length)).toBe(raw);
          for (const { body, bodyRange } of heredocs)
            expect(text.slice(bodyRange.start, bodyRange.end)).toBe(body);
        }
      }),
      runs,
    );
  });
});

describe('an edit touches nothing outside its range and leaves the other instructions as they are', () => {
  const added = 'RUN one \\\n  two';
  const edits: [
    string,
    (tree: DockerfileTree, it: Instruction) => Edit[],
    (own: string, all: string) => string[],
  ][] = [
    ['removeInstruction', removeInstruction, () => []],
    ['insertBefore', (tree, it) => insertBefore(tree, it, added), (own, all) => [all, own]],
    ['insertAfter', (tree, it) => insertAfter(tree, it, `${added}\n`), (own, all) => [own, all]],
    ['replaceInstruction', (tree, it) => replaceInstruction(tree, it, added), (_, all) => [all]],
  ];

  test.each(edits)('%s', (_, edit, expected) => {
    fc.assert(
      fc.property(soundFile, fc.nat(), (source, pick) => {
        const tree = parseDockerfile(source);
        const index = pick % tree.instructions.length;
        const instruction = tree.instructions[index];
        if (instruction === undefined) return;
        const made = edit(tree, instruction);
        const result = applyEdits(source, made);
        touchesOnly(source, made, result);
        const before = textsOf(tree);
        const eol = source.split('\r\n').length * 2 > source.split('\n').length ? '\r\n' : '\n';
        const own = expected(before[index] ?? '', added.replace('\n', eol));
        expect(textsOf(parseDockerfile(result))).toEqual([
          ...before.slice(0, index),
          ...own,
          ...before.slice(index + 1),
        ]);
      }),
    );
  });

  test('setFlag and removeFlag change that and nothing else of the instruction', () => {
    fc.assert(
      fc.property(soundFile, fc.nat(), fc.string({ maxLength: 6 }), (source, pick, value) => {
        fc.pre(!/[\n\r]/.test(value));
        const tree = parseDockerfile(source);
        const index = pick % tree.instructions.length;
        const instruction = tree.instructions[index];
        const reread = (made: Edit[]): Instruction | undefined =>
          parseDockerfile(applyEdits(source, made)).instructions[index];
        if (instruction === undefined) return;
        const others = instruction.flags.filter(({ name }) => name !== 'from');
        const set = reread(setFlag(instruction, 'from', value));
        expect(set?.flags.find(({ name }) => name === 'from')?.value).toBe(value);
        expect(set?.flags.filter(({ name }) => name !== 'from').map((each) => each.value)).toEqual(
          others.map((each) => each.value),
        );
        expect(set?.argument).toBe(instruction.argument);
        const removed = reread(removeFlag(instruction, 'mount'));
        expect(removed?.flags.some(({ name }) => name === 'mount')).toBe(false);
        expect(removed?.argument).toBe(instruction.argument);
      }),
    );
  });

  test('sourceWithComments is what removeInstruction takes, and ends in a line ending', () => {
    fc.assert(
      fc.property(soundFile, fc.nat(), (source, pick) => {
        const tree = parseDockerfile(source);
        const instruction = tree.instructions[pick % tree.instructions.length];
        if (instruction === undefined) return;
        const [removal] = removeInstruction(tree, instruction);
        const text = sourceWithComments(tree, instruction);
        expect(text).toMatch(/\n$/);
        expect(text.trimEnd()).toBe(source.slice(removal?.range.start, removal?.range.end).trimEnd());
        expect(text).toContain(textOf(tree, instruction));
      }),
    );
  });
});
