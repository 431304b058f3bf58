import { describe, expect, test } from 'vitest';
import { expandVariables, expansion } from './index.ts';

const vars = new Map([
  ['A', 'x y'],
  ['EMPTY', ''],
  ['P', 'a/b/c.tar.gz'],
]);

describe('expandVariables', () => {
  test.each<[string, string]>([
    ['$A', 'x y'],
    ['${A}b', 'x yb'],
    ['$AB', ''],
    ['${U:-d}', 'd'],
    ['${U-d}', 'd'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${A:-d}', 'x y'],
    ['${A:+d}', 'd'],
    ['${EMPTY:+d}', ''],
    ['${EMPTY+d}', 'd'],
    ['${U+d}', ''],
    ['${U:-${A:+"q r"}}', 'q r'],
    ['${A:?must}', 'x y'],
    ['${P#*/}', 'b/c.tar.gz'],
    ['${P##*/}', 'c.tar.gz'],
    ['${P%.*}', 'a/b/c.tar'],
    ['${P%%.*}', 'a/b/c'],
    ['${P/b/X}', 'a/X/c.tar.gz'],
    ['${P//a/X}', 'X/b/c.tXr.gz'],
    ['${P//\\//-}', 'a-b-c.tar.gz'],
    ['\\$A', '$A'],
    ["'$A'", '$A'],
    ['"$A" \\"b\\"', 'x y "b"'],
    ['"\\$A \\n"', '$A \\n'],
    ['a$', 'a$'],
    ['$(A)', '$(A)'],
    ['$1', ''],
    ['a\\', 'a'],
  ])('%s', (text, expected) => {
    expect(expandVariables(text, vars)).toBe(expected);
  });

  test('with the backtick as escape character', () => {
    expect(expandVariables('`$A \\b', vars, '`')).toBe('$A \\b');
  });

  test.each(['${', '${}', '${A', '"a', "'a", '${U:?no}', '${U?no}', '${A:#x}', '${A[0]}', '${A#\\x}'])(
    'refused and left as it is: %s',
    (text) => {
      expect(expandVariables(text, vars)).toBe(text);
      expect(expansion(text, vars)).toMatchObject({ value: null, error: expect.any(String) as string });
    },
  );

  test('tells which variables it asked for', () => {
    expect(expansion('$A$B${C:-$A}', vars)).toEqual({
      value: 'x yx y',
      names: ['A', 'B', 'C'],
      unset: ['B', 'C'],
      error: null,
    });
  });

  test('nesting without end does not exhaust the stack', () => {
    expect(expansion('${A:-'.repeat(100_000), vars).value).toBeNull();
  });
});
