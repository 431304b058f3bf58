import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendEntries, parseDotenv } from './index.ts';

const values = (text: string) => parseDotenv(text).entries.map(({ name, value }) => [name, value]);

describe('parseDotenv', () => {
  it.each<[string, [string, string | null][]]>([
    [
      'A=1\nB=two words  \n',
      [
        ['A', '1'],
        ['B', 'two words'],
      ],
    ],
    ['  export A = 1', [['A', '1']]],
    [
      'exported=1\nexport=2',
      [
        ['exported', '1'],
        ['export', '2'],
      ],
    ],
    ['A: 1', [['A', '1']]],
    [
      'A=\nB',
      [
        ['A', ''],
        ['B', null],
      ],
    ],
    [
      'A= \nB \nC=3',
      [
        ['A', ''],
        ['B', null],
        ['C', '3'],
      ],
    ],
    [
      'A=x # c\nB=x#y\nC="x # y" # c\nD=\'#\'',
      [
        ['A', 'x'],
        ['B', 'x#y'],
        ['C', 'x # y'],
        ['D', '#'],
      ],
    ],
    ['# A=1\n  # B=2\n\nC=3', [['C', '3']]],
    [
      'A="one\ntwo"\nB=\'x\n\ny\'',
      [
        ['A', 'one\ntwo'],
        ['B', 'x\n\ny'],
      ],
    ],
    ['A="a\\n\\"b\\"\\\\ \\$x"', [['A', 'a\n"b"\\ \\$x']]],
    ["A='a\\n'", [['A', 'a\\n']]],
    [
      'A=${B:-x y} # c\nB="$A"',
      [
        ['A', '${B:-x y}'],
        ['B', '$A'],
      ],
    ],
    [
      '\uFEFFA=1\r\nB="2"\r\nC\r\n',
      [
        ['A', '1'],
        ['B', '2'],
        ['C', null],
      ],
    ],
    [
      `A='it\\'s \\n'\nB="\\\\"`,
      [
        ['A', "it's \\n"],
        ['B', '\\'],
      ],
    ],
    ['A.b-c=1', [['A.b-c', '1']]],
    ['A=x"y"', [['A', 'x"y"']]],
    [
      'A=1\nA=2',
      [
        ['A', '1'],
        ['A', '2'],
      ],
    ],
    ['', []],
  ])('%j', (text, expected) => {
    expect(values(text)).toEqual(expected);
    expect(parseDotenv(text).problems).toEqual([]);
  });

  it('tells where each part stands', () => {
    const text = '# top\nexport A="x" # why\r\nB=y # because  \r\nC\n';
    const parts = parseDotenv(text).entries.map(({ range, valueRange, comment }) => [
      text.slice(range.start, range.end),
      valueRange && text.slice(valueRange.start, valueRange.end),
      comment,
    ]);
    expect(parts).toEqual([
      ['export A="x"', '"x"', '# why'],
      ['B=y', 'y', '# because'],
      ['C', null, null],
    ]);
  });

  it.each([
    [
      'A=1\nB="x\nC=2\n',
      [
        ['A', '1'],
        ['C', '2'],
      ],
      2,
    ],
    ['A B=1\nC=2', [['C', '2']], 1],
    ['=1\nC=2', [['C', '2']], 1],
    ['A$=1', [], 1],
  ])('tells what is wrong with %j', (text, expected, line) => {
    expect(values(text)).toEqual(expected);
    expect(parseDotenv(text).problems.map((problem) => problem.line)).toEqual([line]);
  });

  it('keeps every byte', () => {
    const piece = fc.constantFrom(
      'A',
      '=',
      ' ',
      '"',
      "'",
      '#',
      '\n',
      '\r\n',
      '\\',
      'export ',
      ':',
      '\uFEFF',
      '$',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const file = parseDotenv(text);
        expect(String(file)).toBe(text);
        let at = 0;
        for (const { range, name } of file.entries) {
          expect(range.start).toBeGreaterThanOrEqual(at);
          expect(text.slice(range.start, range.end)).toContain(name);
          at = range.end;
        }
      }),
    );
  });
});

describe('appendEntries', () => {
  it.each([
    ['', 'A=1\n# why\nB=\nC\n'],
    ['A=x', 'A=x\n# why\nB=\nC\n'],
    ['X=x', 'X=x\nA=1\n# why\nB=\nC\n'],
    ['X=x\r\n', 'X=x\r\nA=1\r\n# why\r\nB=\r\nC\r\n'],
    ['A=\nB\nC=3\n', 'A=\nB\nC=3\n'],
  ])('to %j', (text, expected) => {
    const entries = [
      { name: 'A', value: '1' },
      { name: 'B', value: '', comment: 'why' },
      { name: 'C', value: null },
    ];
    expect(appendEntries(text, entries)).toBe(expected);
  });

  it('writes values that read back the same', () => {
    const value = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('a', ' ', '#', '"', "'", '\\', '\n', '\r', '\t', '$'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(value, (given) => {
        expect(values(appendEntries('X=1', [{ name: 'A', value: given }]))).toEqual([
          ['X', '1'],
          ['A', given],
        ]);
      }),
    );
  });
});
