import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from './challenge.ts';
import { parseRetryAfter } from './exchange.ts';

describe('parseChallenges', () => {
  it.each([
    [
      'Bearer realm="https://a/t",service="s"',
      [{ scheme: 'bearer', parameters: { realm: 'https://a/t', service: 's' } }],
    ],
    ['BASIC Realm = here', [{ scheme: 'basic', parameters: { realm: 'here' } }]],
    ['Basic', [{ scheme: 'basic', parameters: {} }]],
    [
      'Basic realm="a", Bearer realm="b",scope="x:y:pull,push"',
      [
        { scheme: 'basic', parameters: { realm: 'a' } },
        { scheme: 'bearer', parameters: { realm: 'b', scope: 'x:y:pull,push' } },
      ],
    ],
    ['Bearer realm="a \\"b\\" \\\\c"', [{ scheme: 'bearer', parameters: { realm: 'a "b" \\c' } }]],
    ['Bearer realm="unfinished', [{ scheme: 'bearer', parameters: {} }]],
    ['realm="without a scheme"', []],
    ['', []],
  ])('%s', (header, challenges) => {
    expect(parseChallenges(header)).toEqual(challenges);
  });

  it('finds a scheme in front of whatever follows', () => {
    assert(
      property(string({ maxLength: 200 }), (rest) => {
        expect(parseChallenges(`Bearer realm=here, ${rest}`)[0]?.scheme).toBe('bearer');
      }),
    );
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2025, 0, 1);
  it.each([
    ['120', 120_000],
    ['Wed, 01 Jan 2025 00:00:30 GMT', 30_000],
    ['Tue, 31 Dec 2024 00:00:00 GMT', 0],
    ['soon', null],
    [null, null],
  ])('%s', (value, milliseconds) => {
    expect(parseRetryAfter(value, now)).toBe(milliseconds);
  });
});
