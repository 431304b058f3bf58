import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, createRun, saveImage } from '../../src/engine/index.ts';
import { attackSurface, osPackages, readImageArchive } from '../../src/image/index.ts';
import { improve, parseDockerfile, type Change } from '../../src/index.ts';
import { applied } from '../../src/model/change.ts';
import { withDockerfile } from '../../src/model/setup.ts';
import { describeWithEngine } from './engine.ts';
import { command, engineThatAnswers, filesOf, onlySetup, workplace } from './example.ts';
import { expectLeftAsItIs, improveFixture, type Improved } from './improved.ts';

describeWithEngine('fixtures', () => {
  const place = workplace('fixtures');
  afterAll(place.dispose);

  /** Applies the patch as people do: in the folder, be it within a repository or not. */
  async function patchGivesTheSame(name: string, { setup, files }: Improved): Promise<void> {
    const patch = join(place.folder, `${name}.patch`);
    writeFileSync(patch, setup.files.map((file) => file.patch).join(''));
    const inNone = place.copy(`test/fixtures/${name}`, `${name}-in-none`);
    const repository = join(place.folder, `${name}-repository`);
    mkdirSync(repository);
    await command(repository, 'git', ['init', '--quiet']);
    const inSubfolder = place.copy(`test/fixtures/${name}`, `${name}-repository/services/one`);
    for (const dir of [inNone, inSubfolder]) {
      await command(dir, 'git', ['apply', patch], { GIT_CEILING_DIRECTORIES: place.folder });
      expect(filesOf(dir)).toEqual(files);
    }
  }

  describe('native-compile: what only a build needs', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'native-compile');
    });

    it('stays in a builder, and the library that was linked with comes along', async () => {
      const tree = parseDockerfile(done.files['Dockerfile'] ?? '');
      expect(tree.stages).toHaveLength(2);
      const shipped = tree.source.slice(tree.stages[1]?.from.range.start);
      expect(shipped).toMatch(/apt-get install [^&]*\blibpq5\b/);
      expect(shipped).not.toMatch(/build-essential|libpq-dev/);
      expect(done.change('two-stages')?.outcome).toBe('kept');
      expect(done.setup.changes.flatMap(({ evidence }) => evidence).join('\n')).toMatch(/libpq/);
      expect(done.setup.contract.probes).toContainEqual(
        expect.objectContaining({
          path: '/health',
          equal: true,
          after: expect.objectContaining({ status: 200 }),
        }),
      );
    });

    it('is not in the image', async () => {
      const engine = await engineThatAnswers();
      const run = createRun(engine);
      const tag = `shipshape-${run.id}:native`;
      try {
        const { dir } = done;
        const dockerfile = join(dir, 'Dockerfile');
        const inputs = { context: dir, dockerfile, tag, labels: run.labels, cacheNamespace: run.id };
        const built = await buildImage(engine, { ...inputs, timeoutMs: 600_000 });
        expect(built.failure).toBeNull();
        const index = await readImageArchive(saveImage(engine, tag));
        expect(attackSurface(index).compilers).toEqual([]);
        const packages = osPackages(index).map(({ name }) => name);
        expect(packages).toContain('libpq5');
        expect(
          packages.filter((name) => /-dev$|^(gcc|g\+\+|cpp)(-\d+)?$|^(make|build-essential)$/.test(name)),
        ).toEqual([]);
      } finally {
        expect(await run.dispose()).toEqual([]);
      }
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
    it('the patch makes what writing makes', () => patchGivesTheSame('native-compile', done));
  });

  describe('pure-python: nothing to leave behind', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'pure-python');
    });

    it('is not split, and says why', () => {
      const { stages } = parseDockerfile(done.files['Dockerfile'] ?? '');
      expect(stages.map(({ name }) => name)).toEqual(['init', null]);
      expect(done.change('two-stages')).toMatchObject({ outcome: 'not-needed' });
      expect(done.change('two-stages')?.evidence.join('\n')).toMatch(/nothing to leave behind/);
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
    it('the patch makes what writing makes', () => patchGivesTheSame('pure-python', done));
  });

  describe('job: a program that ends', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'job');
    });

    it('gets a user, and nothing that only servers need', () => {
      expect(done.setup.contract.probes).toEqual([]);
      expect(done.change('user')?.outcome).toBe('kept');
      for (const id of ['init', 'health-check', 'compose-health', 'restart'])
        expect(done.change(id)?.outcome).toBe('not-needed');
      expect(done.files['Dockerfile']).not.toMatch(/HEALTHCHECK|dumb-init|tini/);
    });

    it.each([
      ['other output', 'CMD python primes.py; echo and some more', /output/],
      ['another exit code', 'CMD python primes.py; exit 3', /exit/],
    ])('%s is found, and its change left out', async (id, start, told) => {
      const change: Change = {
        id,
        title: id,
        why: 'It is to be found.',
        class: 'needs-proof',
        rungs: ['on'],
        examples: [],
        apply: (setup) =>
          applied(
            withDockerfile(
              setup,
              (setup.files.get('Dockerfile') ?? '').replace('CMD python primes.py', start),
            ),
          ),
      };
      const dir = place.copy('test/fixtures/job', id);
      const setup = onlySetup(await improve(dir, { changes: [change] }));
      expect(setup).toMatchObject({ status: 'not-improvable', proof: 'answers', files: [] });
      expect(setup.changes).toMatchObject([{ id, outcome: 'dropped' }]);
      expect(setup.changes[0]?.evidence.join('\n')).toMatch(told);
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
    it('the patch makes what writing makes', () => patchGivesTheSame('job', done));
  });

  describe('writes-beside: a program that writes among its own files', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'writes-beside');
    });

    it('still writes, as a user of its own', () => {
      expect(done.change('user')?.outcome).toBe('kept');
      expect(done.setup.notes).toContain('it runs as 1001:1001, the original ran as 0:0');
      expect(done.setup.contract.probes).toContainEqual(
        expect.objectContaining({ path: '/', equal: true, after: expect.objectContaining({ status: 200 }) }),
      );
    });

    it('keeps what the image holds there', () => {
      const compose = done.files['compose.yaml'] ?? '';
      expect(compose).toMatch(/^ +- \/tmp:size=/m);
      expect(compose).not.toMatch(/^ +- \/app/m);
      expect(compose).toMatch(/^ +read_only: true$/m);
      expect(compose).toMatch(/^ +- [\w-]+:\/app\/data$/m);
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
    it('the patch makes what writing makes', () => patchGivesTheSame('writes-beside', done));
  });
});
