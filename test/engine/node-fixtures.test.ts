import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { improve, parseDockerfile } from '../../src/index.ts';
import { describeWithEngine } from './engine.ts';
import { filesOf, onlySetup, workplace } from './example.ts';
import { expectLeftAsItIs, improveFixture, type Improved } from './improved.ts';

interface Expected {
  name: string;
  what: string;
  /** paths that answer 200, before and after */
  answers: string[];
  /** what the stage that ships must not speak of, and what it must */
  without: RegExp;
  starts: RegExp;
}

const FIXTURES: Expected[] = [
  {
    name: 'yarn-classic',
    what: 'Yarn 1, built by Babel, files read from the working directory',
    answers: ['/', '/healthz', '/quotes'],
    without: /babel|yarn (install|build)/,
    starts: /"node", "lib\/index\.js"/,
  },
  {
    name: 'pnpm-app',
    what: 'pnpm by corepack, TypeScript',
    answers: ['/', '/health', '/links'],
    without: /pnpm install(?!.*--prod)|pnpm run build/,
    starts: /"node", "dist\/index\.js"/,
  },
  {
    name: 'native-addon',
    what: 'an addon that is compiled against a library of the system',
    answers: ['/health'],
    without: /npm install|libpq-dev|build-essential/,
    starts: /"node", "index\.js"/,
  },
  {
    name: 'ssr-framework',
    what: 'Next.js with its own start command',
    answers: ['/', '/api/health', '/api/prices'],
    without: /next build|npm run build/,
    starts: /"next", "start"|next.*start/,
  },
  {
    name: 'dev-dependency-at-run-time',
    what: 'a package that the server requires stands among the dev dependencies',
    answers: ['/', '/health'],
    without: /npm run build/,
    starts: /"node", "server\.js"/,
  },
];

describeWithEngine('node fixtures', () => {
  const place = workplace('node-fixtures');
  afterAll(place.dispose);

  describe.each(FIXTURES)('$name: $what', ({ name, answers, without, starts }) => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, name);
    });

    it('answers as before', () => {
      for (const path of answers)
        expect(done.setup.contract.probes).toContainEqual(
          expect.objectContaining({
            path,
            equal: true,
            after: expect.objectContaining({ status: 200 }),
          }),
        );
    });

    it('ships without what only the build needs', () => {
      const tree = parseDockerfile(done.files['Dockerfile'] ?? '');
      expect(tree.stages.length).toBeGreaterThan(1);
      const shipped = tree.source.slice(tree.stages.at(-1)?.from.range.start);
      expect(shipped).toMatch(/^FROM node:\S+-slim/);
      expect(shipped).not.toMatch(without);
      expect(shipped).toMatch(starts);
      expect(done.change('two-stages')?.outcome).toMatch(/kept|weakened/);
      const { before, after } = done.setup;
      expect(after.size.uncompressed).toBeLessThan((before.size.uncompressed ?? 0) / 2);
    });

    it('runs as a user of its own, and is asked whether it is well', () => {
      expect(done.setup.notes).toContain('it runs as 1001:1001, the original ran as 0:0');
      expect(done.files['Dockerfile']).toMatch(/^HEALTHCHECK /m);
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
  });

  it('multi-stage-good: what is good already is left alone, and said to be', async () => {
    const dir = place.copy('test/fixtures/multi-stage-good', 'multi-stage-good');
    const files = filesOf(dir);
    const setup = onlySetup(await improve(dir, { write: true }));
    expect(setup).toMatchObject({ status: 'already-good', proof: 'answers', error: null, files: [] });
    expect(setup.contract).toMatchObject({ met: true, differences: [] });
    for (const path of ['/', '/health'])
      expect(setup.contract.probes).toContainEqual(expect.objectContaining({ path, equal: true }));
    expect(filesOf(dir)).toEqual(files);
  });
});
