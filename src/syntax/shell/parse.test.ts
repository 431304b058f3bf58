import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShell } from './index.ts';

const names = (text: string) => parseShell(text).commands.map(({ name }) => name);

describe('parseShell', () => {
  it('finds every command in source order', () => {
    const text =
      'a && (b; c | d) || { e; }\nif f; then g; else h; fi\nfor x in 1; do i; done; j $(k "$(l)") `m`; n() { o; }';
    expect(names(text)).toEqual('abcdefghijklmo'.split(''));
  });

  it('tells how each command is joined, and where it stands', () => {
    const { commands } = parseShell('a && b || (c; d) | e & ! f\ng $(h)');
    expect(
      commands.map(({ name, connector, context, topLevelIndex, negated }) => [
        name,
        connector,
        context,
        topLevelIndex,
        negated,
      ]),
    ).toEqual([
      ['a', 'first', [], 0, false],
      ['b', '&&', [], 1, false],
      ['c', 'first', ['pipeline', 'subshell'], 2, false],
      ['d', ';', ['pipeline', 'subshell'], 2, false],
      ['e', '|', ['pipeline'], 2, false],
      ['f', '&', [], 3, true],
      ['g', '\n', [], 4, false],
      ['h', 'first', ['substitution'], 4, false],
    ]);
    expect(commands.map(({ inSubshell }) => inSubshell)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  it('keeps words, assignments and redirects with their ranges', () => {
    const text = `A=1 B="$x" "/usr/bin/curl" -o '/a b' $URL /x/* > /dev/null 2>&1`;
    const [command] = parseShell(text).commands;
    expect(command?.name).toBe('/usr/bin/curl');
    expect(command?.words.map(({ raw, value, glob }) => [raw, value, glob])).toEqual([
      ['"/usr/bin/curl"', '/usr/bin/curl', false],
      ['-o', '-o', false],
      ["'/a b'", '/a b', false],
      ['$URL', null, false],
      ['/x/*', '/x/*', true],
    ]);
    for (const { raw, range } of command?.words ?? []) expect(text.slice(range.start, range.end)).toBe(raw);
    expect(command?.assignments.map(({ name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', null],
    ]);
    expect(command?.redirects.map(({ operator, target }) => [operator, target])).toEqual([
      ['>', '/dev/null'],
      ['>&', '1'],
    ]);
  });

  it('reads assignments given to export as words', () => {
    expect(parseShell('export A=1 B="$C"').commands[0]?.words.map(({ value }) => value)).toEqual([
      'export',
      'A=1',
      null,
    ]);
  });

  it('has no name for a dynamic program', () => {
    expect(names('$CMD x; A=1')).toEqual([null, null]);
  });

  it('gives commands of escaped backticks the range of the whole substitution', () => {
    const text = 'echo `a \\`b\\``';
    const inner = parseShell(text).commands.slice(1);
    expect(inner.map(({ name }) => name)).toEqual(['a', 'b']);
    for (const { range } of inner.slice(0, 1)) expect(text.slice(range.start, range.end)).toBe('`a \\`b\\``');
  });

  it.each(['if x; then y', 'a && ', '(a', 'echo "x', 'a )', 'echo $(if)'])(
    'tells that %j is not complete',
    (text) => {
      const script = parseShell(text);
      expect(script.complete).toBe(false);
      expect(script.errors[0]?.offset).toBeLessThanOrEqual(text.length);
    },
  );

  it('stays within a here-document that breaks off', () => {
    expect(parseShell('<<E`\\').list[0]?.range.end).toBeLessThanOrEqual(5);
  });

  it('never throws, and stays within the text', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '&&',
      '|',
      ';',
      '(',
      ')',
      '$(',
      '`',
      '"',
      "'",
      '\\',
      '\n',
      '<<E',
      'if ',
      '#',
      '{',
      '}',
      '$x',
      '&',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const { commands, list } = parseShell(text);
        for (const { range } of [...commands, ...list]) {
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
