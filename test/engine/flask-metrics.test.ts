import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildImage,
  checkDockerfile,
  createRun,
  inspectImage,
  saveImage,
  type BuildResult,
  type BuildStep,
  type Engine,
  type Run,
} from '../../src/engine/index.ts';
import {
  aboveBaseBytes,
  attackSurface,
  languagePackages,
  osPackages,
  readImageArchive,
  uncompressedBytes,
  type ImageIndex,
} from '../../src/image/index.ts';
import { improve, type Measurement, type SetupResult } from '../../src/index.ts';
import { describeWithEngine } from './engine.ts';
import { command, composeIn, engineThatAnswers, filesOf, freePort, onlySetup, workplace } from './example.ts';

const EXAMPLE = 'examples/flask-metrics';
const BESIDE = ['reference', 'improved'];
const MEGABYTE = 1e6;

describeWithEngine('examples/flask-metrics', () => {
  const place = workplace('flask-metrics');
  let engine: Engine;
  let run: Run;
  let dir: string;
  let setup: SetupResult;

  beforeAll(async () => {
    engine = await engineThatAnswers();
    run = createRun(engine);
    dir = place.copy(EXAMPLE, 'flask-metrics', BESIDE);
    setup = onlySetup(await improve(dir, { write: true }));
  });
  afterAll(async () => {
    place.dispose();
    expect(await run.dispose()).toEqual([]);
  });

  async function build(context: string, name: string): Promise<BuildResult> {
    const built = await buildImage(engine, {
      context,
      dockerfile: join(context, 'Dockerfile'),
      tag: `shipshape-${run.id}:${name}`,
      labels: run.labels,
      cacheNamespace: run.id,
      timeoutMs: 600_000,
    });
    expect(built.failure).toBeNull();
    return built;
  }

  async function imageOf(context: string, name: string): Promise<ImageIndex> {
    await build(context, name);
    return readImageArchive(saveImage(engine, `shipshape-${run.id}:${name}`));
  }

  it('is improved, and proved to answer as before', () => {
    expect(setup).toMatchObject({
      dockerfile: 'Dockerfile',
      service: 'web',
      status: 'improved',
      proof: 'answers',
      error: null,
    });
    expect(setup.contract).toMatchObject({ met: true, differences: [] });
    const asked = setup.contract.probes.map(({ path, after }) => `${path} ${after.status}`);
    expect(asked).toEqual(expect.arrayContaining(['/ 200', '/health 200', '/metrics 401', '/metrics 200']));
    const outcomes = setup.changes.map(({ outcome }) => outcome);
    expect(outcomes).not.toContain('dropped');
    expect(outcomes).not.toContain('weakened');
  });

  it('becomes what lies in improved/, byte for byte', () => {
    const files = filesOf(dir);
    const changed = setup.files.map(({ path }) => [path, files[path]]);
    expect(Object.fromEntries(changed)).toEqual(
      filesOf(new URL(`../../${EXAMPLE}/improved`, import.meta.url).pathname),
    );
    const original = filesOf(place.copy(EXAMPLE, 'original', BESIDE));
    const untouched = Object.keys(original).filter((path) => !setup.files.some((file) => file.path === path));
    expect(untouched).toEqual(expect.arrayContaining(['app.py', 'requirements.txt']));
    for (const path of untouched) expect(files[path]).toBe(original[path]);
  });

  it('measures every number of the quick table', () => {
    expect(unmeasured(setup.before)).toEqual(['size.compressed']);
    expect(unmeasured(setup.after)).toEqual(['size.compressed']);
    expect(setup.after.build.times).toBe(1);
  });

  it('scores low before and excellent after, each lost point named', () => {
    const { before, after } = setup;
    expect(before.score).toMatchObject({ version: 2, grade: 'Poor' });
    expect(after.score).toMatchObject({ version: 2, grade: 'Excellent' });
    for (const { points, lost } of [before.score, after.score])
      expect(lost.reduce((sum, one) => sum + one.points, points ?? 0)).toBe(100);
    expect(before.score.lost.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['compilers', 'read-only', 'capabilities', 'ignore-file']),
    );
    expect(after.score.lost.filter(({ id }) => id.startsWith('rule:'))).toEqual([]);
  });

  it('is as small as what an expert made, and holds nothing to build with', async () => {
    const byHand = place.copy(EXAMPLE, 'by-hand', BESIDE);
    for (const [path, text] of Object.entries(
      filesOf(place.copy(`${EXAMPLE}/reference`, 'reference', ['README.md'])),
    ))
      writeFileSync(join(byHand, path), text);
    const base = (await inspectImage(engine, 'python:3.13-slim'))?.layers.length ?? Number.NaN;
    const reference = await imageOf(byHand, 'reference');
    const result = await imageOf(dir, 'result');

    const own = aboveBaseBytes(result, base);
    expect(own).toBe(setup.after.size.aboveBase);
    expect(own).toBeLessThanOrEqual(1.1 * aboveBaseBytes(reference, base));
    expect(own).toBeLessThanOrEqual(12 * MEGABYTE);
    expect(uncompressedBytes(result)).toBeLessThanOrEqual(
      0.37 * (setup.before.size.uncompressed ?? Number.NaN),
    );

    expect(attackSurface(result).compilers).toEqual([]);
    const packages = osPackages(result).map(({ name }) => name);
    expect(packages).toContain('libpq5');
    expect(packages.filter((name) => /-dev$|^(gcc|cpp)(-\d+)?$|^(binutils|curl)$/.test(name))).toEqual([]);
    const python = languagePackages(result).python.map(({ name }) => name.toLowerCase());
    expect(python).toContain('psycopg2');
    expect(python.filter((name) => name === 'pip').length).toBeLessThanOrEqual(1);
  });

  it("passes BuildKit's own check", async () => {
    expect(await checkDockerfile(engine, { context: dir, dockerfile: join(dir, 'Dockerfile') })).toEqual({
      warnings: [],
      unresolvable: null,
      error: null,
    });
  });

  it('builds only what comes after the source again when the source changes', async () => {
    const edited = place.copy(EXAMPLE, 'edited', BESIDE);
    for (const [path, text] of Object.entries(filesOf(dir))) writeFileSync(join(edited, path), text);
    await build(edited, 'edited');
    appendFileSync(join(edited, 'app.py'), `# ${randomBytes(8).toString('hex')}\n`);
    const steps = ownSteps((await build(edited, 'edited')).steps);
    const copiesSource = ({ name }: BuildStep) => /\] COPY (?!--from|requirements)/.test(name);
    const stage = /^\[(\S+) /.exec(steps.find(copiesSource)?.name ?? '')?.[1];
    const shipped = steps.filter(({ name }) => name.startsWith(`[${stage} `));
    const fromSource = shipped.slice(shipped.findIndex(copiesSource));
    expect(steps.length).toBeGreaterThan(fromSource.length + 5);
    expect(namesOf(steps.filter(({ cached }) => !cached))).toEqual(namesOf(fromSource));
  });

  it('is left as it is by a second run', async () => {
    const files = filesOf(dir);
    const result = await improve(dir, { write: true });
    const again = onlySetup(result);
    expect(again).toMatchObject({ status: 'already-good', proof: 'answers', error: null, files: [] });
    expect(filesOf(dir)).toEqual(files);
    expect(again.changes.filter(({ outcome }) => outcome !== 'not-needed')).toEqual([]);
  });

  describe('run by compose as env.example says', () => {
    const compose = composeIn(() => dir);
    let address: string;

    function settings(values: Readonly<Record<string, string>>): void {
      let text = readFileSync(join(dir, 'env.example'), 'utf8');
      for (const [name, value] of Object.entries(values)) {
        const line = new RegExp(`^${name}=.*$`, 'm');
        expect(text).toMatch(line);
        text = text.replace(line, `${name}=${value}`);
      }
      writeFileSync(join(dir, '.env'), text);
    }

    beforeAll(async () => {
      const port = await freePort();
      address = `http://127.0.0.1:${port}`;
      const file = join(dir, 'docker-compose.yml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"5000:5000"', `"127.0.0.1:${port}:5000"`));
      settings({ METRICS_USER: 'me', METRICS_PASS: 'secret' });
      await compose('up', '--build', '--wait');
    });
    afterAll(async () => {
      await compose('down', '--volumes', '--rmi', 'local');
    });

    it('is healthy, unprivileged and cannot write to its root', async () => {
      const id = (await compose('ps', '--quiet', 'web')).trim();
      const state = await command(dir, 'docker', [
        'inspect',
        '--format',
        '{{.State.Health.Status}} {{.HostConfig.ReadonlyRootfs}}',
        id,
      ]);
      expect(state.trim()).toBe('healthy true');
      const status = await compose('exec', '-T', 'web', 'cat', '/proc/1/status');
      expect(status).toMatch(/^Uid:\t1001\t1001\t1001\t1001$/m);
      expect(status).toMatch(/^Gid:\t1001\t/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      expect(status).toMatch(/^CapBnd:\t0000000000000000$/m);
      await expect(compose('exec', '-T', 'web', 'touch', '/app/new')).rejects.toThrow(
        /Read-only file system/,
      );
      await compose('exec', '-T', 'web', 'touch', '/tmp/new');
    });

    it('shows its metrics to those who know the password', async () => {
      const without = await fetch(`${address}/metrics`);
      expect(without.status).toBe(401);
      const authorization = `Basic ${Buffer.from('me:secret').toString('base64')}`;
      const withIt = await fetch(`${address}/metrics`, { headers: { authorization } });
      expect(withIt.status).toBe(200);
      expect(await withIt.text()).toContain('app_requests_total');
    });

    it('starts as many workers as WORKERS says', async () => {
      settings({ METRICS_USER: 'me', METRICS_PASS: 'secret', WORKERS: '5' });
      await compose('up', '--wait');
      const processes = (await compose('top', 'web')).split('\n');
      // the workers and the one that keeps them
      expect(processes.filter((line) => /python\S* \S*gunicorn/.test(line))).toHaveLength(6);
      expect((await fetch(`${address}/health`)).status).toBe(200);
    });

    it('ends by itself within two seconds of SIGTERM', async () => {
      // after these two seconds it would be killed, and end with 137
      await compose('stop', '--timeout', '2');
      const id = (await compose('ps', '--all', '--quiet', 'web')).trim();
      const code = await command(dir, 'docker', ['inspect', '--format', '{{.State.ExitCode}}', id]);
      expect([0, 143]).toContain(Number(code));
    });
  });
});

/** Paths of the numbers that are null. */
function unmeasured(measurement: Measurement): string[] {
  return Object.entries(measurement).flatMap(([name, value]) =>
    value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([inner, number]) => (number === null ? [`${name}.${inner}`] : []))
      : value === null
        ? [name]
        : [],
  );
}

/** Steps of the Dockerfile but for FROM, in the order of their stages and numbers. */
const ownSteps = (steps: readonly BuildStep[]): BuildStep[] =>
  steps
    .filter(({ name }) => /^\[(?!internal)\S+ +\d+\/\d+\] (?!FROM )/.test(name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));

const namesOf = (steps: readonly BuildStep[]): string[] => steps.map(({ name }) => name);
