import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildResult } from '../engine/index.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { median, timeBuilds, type Timed } from './build-times.ts';
import type { Session } from './session.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shipshape-times-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const built = (durationMs: number, failure: BuildResult['failure'] = null) =>
  ({ durationMs, failure }) as BuildResult;
const failure = { kind: 'failed' } as unknown as BuildResult['failure'];
const session = (measure: 'quick' | 'full') =>
  ({ options: { measure }, run: { id: 'ab' } }) as unknown as Session;

/** Two setups in one folder, and a builder that writes down what it is asked for and what it sees. */
function place(answer: (count: number) => BuildResult) {
  const files = { Dockerfile: 'FROM a\nCMD ["python", "app.py"]\n', 'app.py': '\u00ff' };
  const workplace = { setup: setupOf(files), snapshot: { dir } } as unknown as Timed['workplace'];
  const seen: string[] = [];
  const buildWith: Parameters<typeof timeBuilds>[2] = async (_session, _workplace, { tag, noCache }) => {
    const text = await readFile(join(dir, 'app.py'), 'latin1');
    const edited = text.includes('# edited') ? ' edited' : '';
    seen.push(`${tag.split(':')[1]}${noCache ? ' cold' : ''}${edited}`);
    return answer(seen.length);
  };
  const timed = ['before', 'after'].map((name) => ({ name, workplace, cold: null as BuildResult | null }));
  return { timed, seen, buildWith };
}

test('before and after take turns within each kind, and edits are taken back', async () => {
  await writeFile(join(dir, 'app.py'), Buffer.from([0xff]));
  const { timed, seen, buildWith } = place((count) => built(count * 10));
  const [before, after] = await timeBuilds(session('quick'), timed, buildWith);
  expect(seen).toEqual([
    'before-again cold',
    'after-again cold',
    'before-again',
    'after-again',
    'before-again edited',
    'after-again edited',
  ]);
  expect(before).toEqual({ cold: 10, unchanged: 30, sourceEdit: 50, dependencyEdit: null, times: 1 });
  expect(after).toEqual({ cold: 20, unchanged: 40, sourceEdit: 60, dependencyEdit: null, times: 1 });
  expect([...(await readFile(join(dir, 'app.py')))]).toEqual([0xff]);
});

test('a cold build that was made already is not made again; full takes medians of three', async () => {
  await writeFile(join(dir, 'app.py'), '');
  const { timed, seen, buildWith } = place((count) => built(count));
  const [before] = await timeBuilds(
    session('full'),
    timed.map((one) => ({ ...one, cold: built(1000) })),
    buildWith,
  );
  expect(seen.filter((one) => one === 'before-again cold')).toHaveLength(2);
  expect(seen).toHaveLength(16);
  expect(before).toMatchObject({ cold: 11, times: 3 });
});

test('a build that fails gives no time', async () => {
  await writeFile(join(dir, 'app.py'), '');
  const { timed, buildWith } = place(() => built(5, failure));
  expect((await timeBuilds(session('quick'), timed, buildWith))[0]).toMatchObject({ cold: null, times: 1 });
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1], 3],
  [[], null],
])('the median of %j is %s', (times, middle) => expect(median(times)).toBe(middle));
