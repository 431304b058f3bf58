import { expect, it } from 'vitest';
import { change, count, seconds, shown, size } from './numbers.ts';

it.each([
  [0, '0.0 MB'],
  [99, '0.1 kB'],
  [99_949, '99.9 kB'],
  [100_000, '0.1 MB'],
  [1_234_567_890, '1234.6 MB'],
])('%s bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

it('says what was not measured', () => {
  expect(shown(null, count)).toBe('not measured');
  expect(shown(1250, seconds)).toBe('1.3 s');
});

it.each([
  [100, 25, '−75 %', true],
  [100, 110, '+10 %', false],
  [1000, 1001, '< 1 %', false],
  [2, 100, '× 50', false],
  [0, 3, '+3', false],
  [4800, 8, '−99 %', true],
  [5, 0, '−100 %', true],
])('from %s to %s is %s', (before, after, text, better) => {
  expect(change(before, after, count)).toEqual({ text, better });
});

it('tells no change where there is none to see, or nothing to compare', () => {
  expect(change(1010, 1020, seconds)).toBeNull();
  expect(change(null, 1, count)).toBeNull();
  expect(change(1, null, count)).toBeNull();
});
