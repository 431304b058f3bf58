import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineSplitter } from './lines.ts';

test('gives the same lines however the bytes are cut, characters included', () => {
  const text = fc.array(
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((line) => line.replaceAll(/[\r\n]/g, '')),
  );
  fc.assert(
    fc.property(text, fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 5 }), (lines, end, step) => {
      const bytes = Buffer.from(lines.map((line) => line + end).join(''));
      const seen: string[] = [];
      const split = lineSplitter((line) => seen.push(line));
      for (let at = 0; at < bytes.length; at += step) split.push(bytes.subarray(at, at + step));
      split.end();
      expect(seen).toEqual(lines);
    }),
  );
});

test('gives the last line without an end', () => {
  const seen: string[] = [];
  const split = lineSplitter((line) => seen.push(line));
  split.push(Buffer.from('a\n\nb'));
  split.end();
  expect(seen).toEqual(['a', '', 'b']);
});
