import { describe, expect, test } from 'vitest';
import { parseDockerfile } from './index.ts';

/** keyword and argument of each instruction */
const read = (text: string): [string, string][] =>
  parseDockerfile(text).instructions.map(({ keyword, argument }) => [keyword, argument]);

describe('logical lines', () => {
  test.each<[string, string, [string, string][]]>([
    [
      'a continuation keeps the next line as it is',
      'RUN a \\\n  b\nUSER x',
      [
        ['RUN', 'a   b'],
        ['USER', 'x'],
      ],
    ],
    ['blanks after the escape character', 'RUN a \\ \t\n b', [['RUN', 'a  b']]],
    [
      'an escaped escape character continues nothing',
      'RUN a \\\\\nUSER x',
      [
        ['RUN', 'a \\\\'],
        ['USER', 'x'],
      ],
    ],
    [
      'three of them continue nothing either',
      'RUN a \\\\\\\nUSER x',
      [
        ['RUN', 'a \\\\\\'],
        ['USER', 'x'],
      ],
    ],
    ['comments within', 'RUN a && \\\n  # why \\\n#again\n  b', [['RUN', 'a &&   b']]],
    ['blank lines within', 'RUN a \\\n\n \t\n  b', [['RUN', 'a   b']]],
    ['a comment as the last line of a continuation', 'RUN a \\\n# end', [['RUN', 'a']]],
    ['a hash later in a line is text', 'RUN a # b', [['RUN', 'a # b']]],
    ['a keyword over two lines', 'RU\\\nN a', [['RUN', 'a']]],
    ['an escape character alone on its line', '\\\n  RUN a', [['RUN', 'a']]],
    [
      'backtick',
      '# escape=`\nRUN a `\n  b\\\nUSER x',
      [
        ['RUN', 'a   b\\'],
        ['USER', 'x'],
      ],
    ],
    [
      'CRLF',
      'RUN a \\\r\n  # c\r\n  b\r\nUSER x\r\n',
      [
        ['RUN', 'a   b'],
        ['USER', 'x'],
      ],
    ],
    ['a byte order mark', '\ufeffFROM a', [['FROM', 'a']]],
    [
      'indentation, tabs, odd case',
      '\t rUn\ta\n  uSER x  ',
      [
        ['RUN', 'a'],
        ['USER', 'x'],
      ],
    ],
    ['no final newline after a continuation', 'RUN a \\', [['RUN', 'a']]],
    ["two files' worth of nothing", '\n\n# only\n', []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('ranges go from the keyword to the end of the last line', () => {
    const source = '# c\n\n  RUN a \\\n  # d\n  b  \n\nUSER x';
    const tree = parseDockerfile(source);
    expect(tree.nodes.map(({ kind, range }) => [kind, source.slice(range.start, range.end)])).toEqual([
      ['comment', '# c'],
      ['blank', ''],
      ['blank', '  '],
      ['instruction', 'RUN a \\\n  # d\n  b  '],
      ['blank', ''],
      ['instruction', 'USER x'],
    ]);
    const run = tree.instructions[0];
    expect(run?.segments.map(({ at, range }) => [at, source.slice(range.start, range.end)])).toEqual([
      [0, 'a '],
      [2, '  b'],
    ]);
    expect(run?.dangling).toBeNull();
  });

  test('an escape character before the end of the file is told', () => {
    expect(parseDockerfile('FROM a\nRUN b \\\n# c\n').instructions[1]?.dangling).toEqual({
      start: 13,
      end: 14,
    });
  });
});

describe('directives', () => {
  const directives = (text: string): string[] =>
    parseDockerfile(text).directives.map(({ name, value }) => `${name}=${value}`);

  test.each<[string, string, string[]]>([
    [
      'several',
      '# syntax=docker/dockerfile:1\n#escape = `\n# CHECK=skip=all;error=true\nFROM a',
      ['syntax=docker/dockerfile:1', 'escape=`', 'check=skip=all;error=true'],
    ],
    ['a comment ends them', '# hello\n# escape=`\n', []],
    ['a blank line ends them', '\n# escape=`\n', []],
    ['an instruction ends them', 'FROM a\n# escape=`\n', []],
    ['an unknown one ends them', '# foo=bar\n# escape=`\n', []],
    ['after a byte order mark, indented, CRLF', '\ufeff  # escape=` \r\nFROM a', ['escape=`']],
    ['no value is a comment', '# escape=\nFROM a', []],
  ])('%s', (_, text, expected) => {
    expect(directives(text)).toEqual(expected);
    expect(parseDockerfile(text).escape).toBe(expected.includes('escape=`') ? '`' : '\\');
  });
});
