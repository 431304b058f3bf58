import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { improve, type ImproveResult } from '../../src/index.ts';
import { seconds, size } from '../../src/report/numbers.ts';
import { describeWithEngine } from './engine.ts';
import { onlySetup, workplace } from './example.ts';

const SECRET = 'correct-horse-battery';

describeWithEngine('the report of examples/flask-metrics', () => {
  const place = workplace('report');
  let dir: string;
  let result: ImproveResult;
  const report = () => readFileSync(join(dir, 'DOCKER_IMPROVEMENTS.md'), 'utf8');

  beforeAll(async () => {
    dir = place.copy('examples/flask-metrics', 'flask-metrics', ['reference', 'improved']);
    writeFileSync(join(dir, '.env'), `METRICS_USER=someone-real\nMETRICS_PASS=${SECRET}\n`);
    result = await improve(dir, { write: true, envFile: join(dir, '.env') });
  });
  afterAll(() => place.dispose());

  it('lies in the project and holds the numbers of this very run', () => {
    expect(result.report).toBe('DOCKER_IMPROVEMENTS.md');
    const { before, after } = onlySetup(result);
    const text = report();
    for (const measured of [before, after]) {
      expect(text).toContain(size(measured.size.uncompressed ?? Number.NaN));
      expect(text).toContain(size(measured.size.aboveBase ?? Number.NaN));
      for (const time of [measured.build.cold, measured.build.sourceEdit, measured.build.dependencyEdit])
        expect(text).toContain(seconds(time ?? Number.NaN));
      expect(text).toContain(`${measured.score.points} ${measured.score.grade}`);
      for (const { what } of measured.score.lost) expect(text).toContain(what);
    }
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('shows what engine and kernel said', () => {
    const { verification } = onlySetup(result);
    expect(verification.check).toMatch(/Check complete, no warnings found/);
    const text = report();
    expect(text).toContain('Uid:\t1001\t1001\t1001\t1001');
    expect(text).toContain('health=healthy read-only=true');
    expect(text).toContain('http://localhost:5000/health');
  });

  it('holds no value that the run was given', () => {
    const { files, ...told } = onlySetup(result);
    expect(files.length).toBeGreaterThan(0);
    for (const text of [report(), JSON.stringify(told)]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('someone-real');
    }
  });

  it('is left as it is by a second run, which finds nothing to change', async () => {
    const text = report();
    const again = await improve(dir, { write: true, force: true });
    expect(onlySetup(again).status).toBe('already-good');
    expect(again.report).toBeNull();
    expect(report()).toBe(text);
  });
});
