import { describe, expect, it } from 'vitest';
import { BUDGETS, parseBudget } from './budget.ts';

describe('a budget', () => {
  it.each([
    ['size=150MB', 150_000_000],
    ['size=150mb', 150_000_000],
    ['size=1.5 GB', 1_500_000_000],
    ['above-base=20MiB', 20 * 1024 * 1024],
    ['waste=500k', 500_000],
    ['waste=0', 0],
    ['build.cold=60s', 60_000],
    ['build.unchanged=800ms', 800],
    ['build.source-edit=2min', 120_000],
    ['layers=20', 20],
  ])('%s', (text, limit) => {
    expect(parseBudget(text)).toEqual({ name: text.split('=')[0], limit });
  });

  it.each(['size', 'size=', '=3', 'size=-1', 'size=1TB', 'layers=1k', 'build.cold=1h', 'size=1,5GB'])(
    '%s is none',
    (text) => {
      expect(() => parseBudget(text)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
    },
  );

  it('of an unknown name tells the nearest one and all there are', () => {
    for (const name of Object.keys(BUDGETS))
      expect(() => parseBudget(`${name}x=1`)).toThrow(
        expect.objectContaining({
          code: 'BUDGET_UNKNOWN',
          message: expect.stringContaining(`did you mean ${name}?`) as string,
          hint: expect.stringContaining('build.dependency-edit') as string,
        }) as Error,
      );
  });
});
