import { describe, expect, it } from 'vitest';
import { dockerfileOf } from './setup.ts';
import { setupOf } from './setup.fixture.ts';
import { shippedStage } from './stages.ts';

const Dockerfile = 'FROM a AS one\nFROM b AS Two\nCMD ["x"]\nFROM c\n';

function shipped(target: string | null): string | undefined {
  const setup = setupOf({ Dockerfile });
  return shippedStage(dockerfileOf({ ...setup, paths: { ...setup.paths, target } }))?.base;
}

describe('the stage that ships', () => {
  it.each([
    [null, 'c'],
    ['two', 'b'],
    ['TWO', 'b'],
    ['0', 'a'],
    ['nothere', 'c'],
  ])('target %s', (target, base) => {
    expect(shipped(target)).toBe(base);
  });

  it('leaves the text whole', () => {
    const setup = setupOf({ Dockerfile });
    expect(String(dockerfileOf({ ...setup, paths: { ...setup.paths, target: 'one' } }))).toBe(Dockerfile);
  });
});
