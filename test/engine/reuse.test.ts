import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImproveResult, SetupResult } from '../../src/index.ts';
import { builtCli, shipshape } from '../unit/cli.ts';
import { describeWithEngine } from './engine.ts';
import { filesOf, onlySetup, workplace } from './example.ts';

const TOLD_AGAIN = /^Nothing has changed since /;

describeWithEngine('a second run on an unchanged project', () => {
  const place = workplace('reuse');
  const env = { XDG_CACHE_HOME: join(place.folder, 'cache') };
  let dir: string;
  let first: SetupResult;

  const run = async (...args: string[]): Promise<SetupResult> => {
    const { status, stdout, stderr } = await shipshape(['improve', dir, '--json', ...args], { env });
    expect(stderr).not.toMatch(/error/i);
    expect(status).toBe(0);
    return onlySetup(JSON.parse(stdout) as ImproveResult);
  };

  beforeAll(async () => {
    builtCli();
    dir = place.copy('test/fixtures/job', 'job');
    first = await run();
  });
  afterAll(place.dispose);

  it('tells the result of the first again, and says so', async () => {
    const { notes, ...again } = await run();
    const { notes: before, ...rest } = first;
    expect(again).toEqual(rest);
    expect(notes[0]).toMatch(TOLD_AGAIN);
    expect(notes.slice(1)).toEqual(before);
  });

  it('builds and runs anew when asked to', async () => {
    const { notes } = await run('--fresh');
    expect(notes.filter((note) => TOLD_AGAIN.test(note))).toEqual([]);
  });

  it('writes what the first one showed', async () => {
    const { notes, files } = await run('--write');
    expect(notes[0]).toMatch(TOLD_AGAIN);
    const written = filesOf(dir);
    expect(Object.keys(written)).toEqual(expect.arrayContaining(files.map(({ path }) => path)));
    expect(written['Dockerfile']).toMatch(/^USER 1001:1001$/m);
  });

  it('builds and runs anew when a file has changed', async () => {
    appendFileSync(join(dir, 'primes.py'), '# another line\n');
    const { notes, status } = await run();
    expect(notes.filter((note) => TOLD_AGAIN.test(note))).toEqual([]);
    expect(status).toBe('already-good');
  });
});
