import { describe, expect, test } from 'vitest';
import { applyEdits, type Edit } from '../text.ts';
import {
  addFlag,
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

/** Edits the last instruction of a text. */
function edited(source: string, edit: (tree: DockerfileTree, it: Instruction) => Edit[]): string {
  const tree = parseDockerfile(source);
  const it = tree.instructions.at(-1);
  return it === undefined ? source : applyEdits(source, edit(tree, it));
}

describe('edits', () => {
  test.each<[string, string]>([
    ['FROM a\n\n# far\n\n# near\n  # nearer\nRUN b \\\n  c\n\n# after\n', 'FROM a\n\n# far\n\n\n# after\n'],
    ['# syntax=x\n# about a\nFROM a\n', '# syntax=x\n'],
    ['# syntax=x\nFROM a\n', '# syntax=x\n'],
    ['FROM a\r\nRUN <<EOF\r\nb\r\nEOF\r\n', 'FROM a\r\n'],
    ['FROM a\n  RUN b', 'FROM a\n'],
    ['\ufeff# c\nFROM a', '\ufeff'],
  ])('removeInstruction: %j', (source, expected) => {
    expect(edited(source, removeInstruction)).toBe(expected);
  });

  test.each<[string, string]>([
    ['FROM a\n# why\n\tRUN <<E\nE', '# why\n\tRUN <<E\nE\n'],
    ['FROM a\r\n# why\r\nRUN b', '# why\r\nRUN b\r\n'],
    ['\ufeffFROM a \n\n', 'FROM a \n'],
  ])('sourceWithComments: %j', (source, expected) => {
    const tree = parseDockerfile(source);
    expect(tree.instructions.slice(-1).map((it) => sourceWithComments(tree, it))).toEqual([expected]);
  });

  test.each<[string, string, string]>([
    ['FROM a\n# c\nRUN b\n', 'USER x', 'FROM a\nUSER x\n# c\nRUN b\n'],
    ['FROM a\r\nRUN b\r\n', '# why\nUSER x\n', 'FROM a\r\n# why\r\nUSER x\r\nRUN b\r\n'],
    ['\ufeffFROM a', 'ARG v', '\ufeffARG v\nFROM a'],
  ])('insertBefore: %j', (source, text, expected) => {
    expect(edited(source, (tree, it) => insertBefore(tree, it, text))).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['FROM a\nRUN b\n# c\n', 'USER x', 'FROM a\nRUN b\nUSER x\n# c\n'],
    ['FROM a', 'USER x\n', 'FROM a\nUSER x'],
    ['FROM a\r\nRUN b', 'USER x\nUSER y', 'FROM a\r\nRUN b\r\nUSER x\r\nUSER y'],
    ['FROM a\nRUN <<E\nE\n', 'USER x', 'FROM a\nRUN <<E\nE\nUSER x\n'],
    ['FROM a\nRUN b \\', 'USER x', 'FROM a\nRUN b \nUSER x'],
    ['FROM a\nRUN b \\\n# c\n', 'USER x', 'FROM a\nRUN b \n# c\nUSER x\n'],
  ])('insertAfter: %j', (source, text, expected) => {
    expect(edited(source, (tree, it) => insertAfter(tree, it, text))).toBe(expected);
  });

  test('replaceInstruction keeps indentation, comments and the line ending', () => {
    const source = 'FROM a\r\n# c\r\n  RUN <<E\r\nE\r\n';
    expect(edited(source, (tree, it) => replaceInstruction(tree, it, 'RUN x \\\n  y\n'))).toBe(
      'FROM a\r\n# c\r\n  RUN x \\\r\n  y\r\n',
    );
  });

  test.each<[string, string, string | null, string]>([
    ['COPY a b', 'link', null, 'COPY --link a b'],
    ['COPY --from=x \\\n a b', 'from', 'y z', 'COPY --from="y z" \\\n a b'],
    ['copy --link a b', 'chown', '1:1', 'copy --link --chown=1:1 a b'],
    ['RUN\ta', 'network', 'none', 'RUN --network=none\ta'],
  ])('setFlag: %j', (source, name, value, expected) => {
    expect(edited(source, (_, it) => setFlag(it, name, value))).toBe(expected);
  });

  test('addFlag adds beside one of the same name', () => {
    expect(edited('RUN --mount=a b', (_, it) => addFlag(it, 'mount', 'c'))).toBe('RUN --mount=a --mount=c b');
  });

  test('removeFlag takes the continuation with it', () => {
    const source = 'RUN --mount=a \\\n  --mount=b \\\n  c';
    expect(edited(source, (_, it) => removeFlag(it, 'mount', ({ value }) => value === 'b'))).toBe(
      'RUN --mount=a \\\n  c',
    );
    expect(edited(source, (_, it) => removeFlag(it, 'mount'))).toBe('RUN \\\n  c');
    expect(edited(source, (_, it) => removeFlag(it, 'network'))).toBe(source);
  });
});
