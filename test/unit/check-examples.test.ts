import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check, type FoundAt } from '../../src/index.ts';

const FOLDER = new URL('../../examples/', import.meta.url).pathname;
const SETUP = /^(?:Dockerfile|docker-compose\.yml|\.dockerignore)$/;

/** What is found in the setup of a folder, in that folder alone. */
async function foundIn(cwd: string): Promise<FoundAt[]> {
  const names = readdirSync(cwd).filter((name) => SETUP.test(name));
  const { files } = await check(names, { cwd, config: false });
  return files.flatMap(({ findings }) => findings);
}

const isGrave = ({ severity }: FoundAt): boolean => severity === 'warning' || severity === 'error';

describe.each(readdirSync(FOLDER))('examples/%s', (name) => {
  it('has much to find fault with', async () => {
    const found = await foundIn(FOLDER + name);
    expect(found.filter(isGrave).length).toBeGreaterThanOrEqual(3);
    expect(found.length).toBeGreaterThanOrEqual(15);
  });

  it('has nothing grave once it is improved, and less than half of the rest', async () => {
    const [before, after] = [await foundIn(FOLDER + name), await foundIn(`${FOLDER}${name}/improved`)];
    expect(after.filter(isGrave)).toEqual([]);
    expect(after.length).toBeLessThan(before.length / 2);
  });
});
