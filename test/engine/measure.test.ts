import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { measure, type MeasureResult } from '../../src/index.ts';
import { builtCli } from '../unit/cli.ts';
import { committed, contentOf, folderWith } from '../unit/folder.ts';
import { asSchemaSays } from '../unit/schema.ts';
import { describeWithEngine } from './engine.ts';
import { START } from './hello.ts';
import { idOf, imageOf } from './images.ts';
import { watched } from './watched.ts';

beforeAll(builtCli, 60_000);

/** A layer with a megabyte, one that replaces half of it, a setuid file and one that everyone may write. */
const HEAVY = {
  Dockerfile: `${START}ARG API_TOKEN
COPY requirements.txt app.py ./
RUN mkdir -p /data/deep && dd if=/dev/zero of=/data/deep/big bs=1000 count=600 && dd if=/dev/zero of=/data/small bs=1000 count=400
RUN dd if=/dev/zero of=/data/small bs=1000 count=300 && cp /bin/true /usr/bin/rooted && chmod 4755 /usr/bin/rooted \\
    && touch /open && chmod 666 /open
CMD ["python", "app.py"]
`,
  'app.py': 'print("hello")\n',
  'requirements.txt': '# none\n',
};

async function told(
  dir: string,
  args: readonly string[],
): Promise<{ result: MeasureResult; status: number | null }> {
  const before = contentOf(dir);
  const { stdout, status } = await watched(dir, ['measure', ...args, '--json'], { cwd: dir });
  expect(contentOf(dir)).toEqual(before);
  return { result: asSchemaSays('measure', stdout), status };
}

const targetsOf = ({ targets }: MeasureResult, count: number) => {
  expect(targets).toHaveLength(count);
  return targets;
};

describeWithEngine('measure', () => {
  it('a folder: size, layers, waste, what is big, builds', async () => {
    const { result, status } = await told(folderWith(HEAVY), ['.']);
    const [target] = targetsOf(result, 1);
    expect(target).toMatchObject({
      name: '.',
      kind: 'folder',
      dockerfile: 'Dockerfile',
      base: 'python:3.13-slim',
      error: null,
    });
    if (target === undefined) return;
    const { measurement, layers, largest, attackSurface } = target;
    const written = layers.find(({ instruction }) => instruction?.includes('count=600'));
    expect(written).toMatchObject({ bytes: 1_000_000, waste: 400_000, inBase: false, compressed: null });
    expect(written?.instruction).toMatch(/^RUN mkdir -p \/data/);
    expect(layers.some(({ inBase }) => inBase)).toBe(true);
    expect(layers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(measurement.size.uncompressed);
    expect(layers.reduce((sum, { waste }) => sum + waste, 0)).toBe(measurement.waste);
    expect(largest.files[0]).toEqual({ path: '/data/deep/big', bytes: 600_000, files: 1 });
    expect(largest.folders[0]).toEqual({ path: '/data/deep', bytes: 600_000, files: 1 });
    expect(attackSurface.setuid).toContain('/usr/bin/rooted');
    expect(attackSurface.worldWritable).toContain('/open');
    expect(attackSurface.shells).toContain('sh');
    expect(target.packages.os.length).toBe(measurement.packages.os);
    expect(target.packages.python.map(({ name }) => name)).toContain('pip');
    for (const time of Object.values(measurement.build)) expect(time).toBeGreaterThan(0);
    expect(measurement.context).toBe(Object.values(HEAVY).join('').length);
    expect(status).toBe(0);
  });

  it('an image, which stays; --measure full compresses', async () => {
    const dir = folderWith(HEAVY);
    const name = imageOf(dir, 'pvmeasure:1');
    const id = idOf(name);
    const { result } = await told(dir, [name, '--measure', 'full']);
    const [target] = targetsOf(result, 1);
    expect(target).toMatchObject({ kind: 'image', id, dockerfile: null, error: null });
    expect(target?.base).toMatch(/^python:3/);
    expect(target?.measurement.size.compressed).toBeLessThan(target?.measurement.size.uncompressed ?? 0);
    expect(target?.layers.every(({ compressed }) => compressed !== null)).toBe(true);
    expect(target?.measurement.build.cold).toBeNull();
    expect(idOf(name)).toBe(id);
  });

  it('two side by side, a Dockerfile and a revision', async () => {
    const dir = folderWith({ ...HEAVY, 'Dockerfile.small': 'FROM python:3.13-slim\nCMD ["true"]\n' });
    committed(dir);
    const { result } = await told(dir, ['git:HEAD', 'Dockerfile.small']);
    const [heavy, small] = targetsOf(result, 2);
    expect(heavy).toMatchObject({ kind: 'revision', dockerfile: 'Dockerfile' });
    expect(small).toMatchObject({ kind: 'dockerfile', dockerfile: 'Dockerfile.small' });
    expect(small?.measurement.size.aboveBase).toBe(0);
    expect(heavy?.measurement.size.aboveBase).toBeGreaterThan(1_000_000);
    const { stdout } = await watched(dir, ['measure', 'python:3.13-slim', 'debian:stable-slim'], {
      cwd: dir,
    });
    expect(stdout).toMatch(/measure +first +second +change/);
  });

  it('one that does not build: the error is told, no budget is kept', async () => {
    const dir = folderWith({ Dockerfile: `${START}RUN false\n` });
    const { result, status } = await told(dir, ['.', '--budget', 'size=9GB']);
    expect(result).toMatchObject({
      error: null,
      targets: [{ error: { code: 'BUILD_FAILED', where: { path: 'Dockerfile', line: 3 } } }],
      budgets: [{ name: 'size', value: null, kept: false }],
    });
    expect(status).toBe(1);
  });

  it('keeps what it was given to itself', async () => {
    const dir = folderWith(HEAVY);
    const { stdout, stderr } = await watched(
      dir,
      ['measure', '.', '--json', '--build-arg', 'API_TOKEN=token-1f6c'],
      { cwd: dir },
    );
    expect(stdout + stderr).not.toContain('token-1f6c');
  });
});

describeWithEngine('budgets', () => {
  it('kept and broken: each one that is over is told, and the status is 1', async () => {
    const dir = folderWith(HEAVY);
    const name = imageOf(dir, 'pvbudget:1');
    const kept = ['size=1GB', 'layers=50', 'above-base=10MB', 'compressed=1GB'];
    const over = ['waste=1kB', 'setuid=0'];
    const flags = (budgets: string[]) => budgets.flatMap((budget) => ['--budget', budget]);
    const fine = await told(dir, [name, ...flags(kept)]);
    expect(fine.result.budgets.map(({ kept }) => kept)).toEqual([true, true, true, true]);
    expect(fine.status).toBe(0);
    const both = await told(dir, [name, ...flags([...kept, ...over])]);
    expect(both.result.budgets.filter(({ kept }) => !kept).map(({ name }) => name)).toEqual([
      'waste',
      'setuid',
    ]);
    expect(both.status).toBe(1);
    const shown = await watched(dir, ['measure', name, ...flags(over)], { cwd: dir });
    expect(shown.stdout).toMatch(/✗ waste: .* \(over 1\.0 kB/);
    expect(shown.status).toBe(1);
    const built = await told(dir, [name, '--budget', 'build.cold=60s']);
    expect(built.result.budgets, 'an image has no builds').toMatchObject([{ value: null, kept: false }]);
    expect(built.status).toBe(1);
  });

  it('hold for each of two targets', async () => {
    const dir = folderWith({
      'a/Dockerfile': HEAVY.Dockerfile.replace(/COPY.*\n/, ''),
      'b/Dockerfile': 'FROM scratch\nCOPY Dockerfile /\n',
    });
    const { result } = await told(dir, [join(dir, 'a'), 'b', '--budget', 'size=1MB']);
    expect(result.budgets).toMatchObject([
      { target: 0, kept: false },
      { target: 1, kept: true },
    ]);
    expect(result.targets[1]).toMatchObject({ base: 'scratch' });
    expect(result.targets[1]?.measurement.size.aboveBase).toBe('FROM scratch\nCOPY Dockerfile /\n'.length);
  });
});

describeWithEngine('measure as a library', () => {
  it('gives the same object', async () => {
    const result = await measure(['debian:stable-slim'], { budgets: ['layers=1'] });
    expect(result).toMatchObject({ version: 1, error: null, budgets: [{ value: 1, kept: true }] });
  });
});
