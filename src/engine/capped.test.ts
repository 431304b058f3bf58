import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cappedOutput } from './capped.ts';

test('keeps everything up to the limit', () => {
  const kept = cappedOutput(10);
  for (const part of ['ab', 'cdefg', 'hij']) kept.push(new TextEncoder().encode(part));
  expect(kept.text()).toBe('abcdefghij');
});

test('drops the middle, however the stream is cut into chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 })),
      fc.integer({ min: 2, max: 40 }),
      (parts, limit) => {
        const kept = cappedOutput(limit);
        for (const part of parts) kept.push(new TextEncoder().encode(part));
        const whole = parts.join('');
        const half = Math.floor(limit / 2);
        const gap = whole.length - 2 * half;
        const expected =
          gap <= 0 ? whole : `${whole.slice(0, half)}\n[… ${gap} bytes left out …]\n${whole.slice(-half)}`;
        expect(kept.text()).toBe(expected);
      },
    ),
  );
});
