import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPatterns, parseIgnore } from './index.ts';

const GROUPS = [
  { comment: 'Secrets', patterns: ['.env', '**/*.pem'] },
  { comment: 'History', patterns: ['.git'] },
];

describe('addPatterns', () => {
  it.each([
    ['', '# Secrets\n.env\n**/*.pem\n\n# History\n.git\n'],
    ['/.env/\n.git', '/.env/\n.git\n\n# Secrets\n**/*.pem\n'],
    ['a\r\n', 'a\r\n\r\n# Secrets\r\n.env\r\n**/*.pem\r\n\r\n# History\r\n.git\r\n'],
    ['.git\n.env\n./**/*.pem\n', '.git\n.env\n./**/*.pem\n'],
    ['!.git\n.env\n**/*.pem\n', '!.git\n.env\n**/*.pem\n\n# History\n.git\n'],
  ])('to %j', (text, expected) => {
    expect(addPatterns(text, GROUPS)).toBe(expected);
  });

  it('keeps what is there, and does nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = addPatterns(text, GROUPS);
        expect(once.startsWith(text)).toBe(true);
        expect(addPatterns(once, GROUPS)).toBe(once);
      }),
    );
  });
});

describe('parseIgnore', () => {
  it('keeps every byte', () => {
    const line = fc.constantFrom('a', ' ', '!', '#', '\n', '\r\n', '\uFEFF', '/', '\t', '\r');
    fc.assert(
      fc.property(fc.array(line), (parts) => {
        const text = parts.join('');
        const file = parseIgnore(text);
        expect(file.toString()).toBe(text);
        let at = 0;
        for (const { text: lineText, range } of file.lines) {
          expect(text.slice(at, range.start)).toMatch(/^(?:\uFEFF|\r?\n)?$/);
          expect(text.slice(range.start, range.end)).toBe(lineText);
          at = range.end;
        }
        expect(text.slice(at)).toMatch(/^(?:\uFEFF|\r?\n?)?$/);
      }),
    );
  });

  it('tells what each line is', () => {
    const { lines } = parseIgnore('# c\n\n! /a/ \n');
    expect(lines.map(({ kind, pattern, negated }) => [kind, pattern, negated])).toEqual([
      ['comment', null, false],
      ['blank', null, false],
      ['pattern', 'a', true],
    ]);
  });
});
