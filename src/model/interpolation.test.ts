import { expect, it } from 'vitest';
import { interpolationsIn, soleInterpolation } from './interpolation.ts';

it.each([
  ['${A}', [['A', '', '']]],
  [
    'x$A-${B:-c}',
    [
      ['A', '', ''],
      ['B', ':-', 'c'],
    ],
  ],
  ['$$A $${B}', []],
  ['${A:?set it, please}', [['A', ':?', 'set it, please']]],
  [
    '${A:-${B:-c}}',
    [
      ['A', ':-', '${B:-c}'],
      ['B', ':-', 'c'],
    ],
  ],
])('reads %s', (text, expected) => {
  expect(interpolationsIn(text).map(({ name, operator, argument }) => [name, operator, argument])).toEqual(
    expected,
  );
});

it.each([
  ['${A}', 'A'],
  ['$A', 'A'],
  ['${A}/x', undefined],
  ['plain', undefined],
])('%s is made of %s alone', (text, name) => {
  expect(soleInterpolation(text)?.name).toBe(name);
});
