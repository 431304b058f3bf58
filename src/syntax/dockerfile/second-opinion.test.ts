import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, test } from 'vitest';
import { positionAt } from '../text.ts';
import { parseDockerfile } from './index.ts';

type Boundary = [keyword: string, firstLine: number, lastLine: number];

const ours = (source: string): Boundary[] =>
  parseDockerfile(source).instructions.map(({ keyword, range }) => [
    keyword,
    positionAt(source, range.start).line,
    positionAt(source, range.end).line,
  ]);

const theirs = (source: string): Boundary[] =>
  DockerfileParser.parse(source)
    .getInstructions()
    .map((each) => {
      const { start, end } = each.getRange();
      return [each.getKeyword(), start.line + 1, end.line + 1];
    });

describe('dockerfile-ast sees the same instructions', () => {
  test.each([
    ['continuations', 'FROM a\nRUN b \\\n  # c\n\n  d\nUSER x'],
    ['backtick', '# escape=`\nFROM a\nRUN b `\n  c\\\nUSER x\n'],
    ['CRLF', 'ARG v\r\nFROM a:$v\r\nRUN b \\\r\n  c\r\n'],
    ['odd case and indentation', '  from a\n\tRun b\n'],
    ['here-documents', 'FROM a\nRUN <<A cat <<-B\nx\nA\n\ty\n\tB\nCOPY <<"E" /e\nUSER n\nE\nUSER x\n'],
    ['an array over lines', 'FROM a\nCMD ["a", \\\n  "b"]\n'],
    ['health checks and triggers', 'FROM a\nHEALTHCHECK --interval=1s \\\n  CMD x\nONBUILD RUN y\n'],
  ])('%s', (_, source) => {
    expect(ours(source)).toEqual(theirs(source));
  });
});

/** Where it is known to see something else than BuildKit; the test fails when it learns better. */
describe('dockerfile-ast is known to miss', () => {
  test.each<[string, string, Boundary[]]>([
    [
      'a quoted << that starts nothing',
      "FROM a\nRUN echo 'b <<EOF c'\nUSER x\n",
      [
        ['FROM', 1, 1],
        ['RUN', 2, 2],
        ['USER', 3, 3],
      ],
    ],
    [
      'a here-document with a file descriptor',
      'FROM a\nRUN 0<<EOF cat\nUSER n\nEOF\nUSER x\n',
      [
        ['FROM', 1, 1],
        ['RUN', 2, 4],
        ['USER', 5, 5],
      ],
    ],
    [
      'a blank between << and the name',
      'FROM a\nRUN << EOF\nUSER n\nEOF\nUSER x\n',
      [
        ['FROM', 1, 1],
        ['RUN', 2, 4],
        ['USER', 5, 5],
      ],
    ],
  ])('%s', (_, source, expected) => {
    expect(ours(source)).toEqual(expected);
    expect(theirs(source)).not.toEqual(expected);
  });

  test('the items of an array after a comment line within it', () => {
    const [, cmd] = parseDockerfile('FROM a\nCMD ["b", \\\n# why\n  "c"]\n').instructions;
    expect(cmd?.json).toEqual(['b', 'c']);
  });
});
