import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, createRun, inspectImage, type Engine, type Run } from '../../src/engine/index.ts';
import { checkDockerfile } from '../../src/engine/build-check.ts';
import { improvements } from '../../src/improvements/index.ts';
import { DEFAULT_CHOICES, type Setup } from '../../src/model/setup.ts';
import { fold, planOf } from '../../src/plan/fold.ts';
import { findSetups } from '../../src/project/index.ts';
import { readOriginal } from '../../src/read-original.ts';
import { describeWithEngine } from './engine.ts';
import { command, engineThatAnswers, workplace } from './example.ts';

/** What the changes make of a folder as its files say, and the same written into that folder. */
async function folded(dir: string): Promise<Setup> {
  const [paths] = await findSetups(dir);
  if (paths === undefined) throw new Error('no setup');
  const original = await readOriginal(dir, paths, DEFAULT_CHOICES, undefined);
  const { setup } = fold(original, planOf(improvements));
  for (const [path, text] of setup.files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return setup;
}

describeWithEngine('changes of a Dockerfile', () => {
  const place = workplace('dockerfile-changes');
  let engine: Engine;
  let run: Run;
  beforeAll(async () => {
    engine = await engineThatAnswers();
    run = createRun(engine);
  });
  afterAll(async () => {
    expect(await run.dispose()).toEqual([]);
    place.dispose();
  });

  const check = async (dir: string) =>
    checkDockerfile(engine, { context: dir, dockerfile: join(dir, 'Dockerfile') });

  async function build(dir: string, name: string): Promise<string> {
    const tag = `shipshape-${run.id}:${name}`;
    const inputs = { context: dir, dockerfile: join(dir, 'Dockerfile'), tag, labels: run.labels };
    const built = await buildImage(engine, { ...inputs, cacheNamespace: run.id, timeoutMs: 900_000 });
    expect(built.failure).toBeNull();
    return tag;
  }

  describe('old-fashioned: what people wrote ten years ago', () => {
    let dir: string;
    let before: Awaited<ReturnType<typeof check>>;
    let result: Setup;
    beforeAll(async () => {
      dir = place.copy('test/fixtures/old-fashioned', 'old-fashioned');
      before = await check(dir);
      result = await folded(dir);
    });

    it('BuildKit warned of it, and does not any more', async () => {
      expect(new Set(before.warnings.map(({ rule }) => rule))).toEqual(
        new Set(
          `ConsistentInstructionCasing ExposeInvalidFormat ExposeProtoCasing JSONArgsRecommended LegacyKeyValueFormat
          MaintainerDeprecated MultipleInstructionsDisallowed NoEmptyContinuation StageNameCasing WorkdirRelativePath`.split(
            /\s+/,
          ),
        ),
      );
      expect(await check(dir)).toEqual({ warnings: [], unresolvable: null, error: null });
    });

    it('builds, says what it is, and holds no downloads', async () => {
      const tag = await build(dir, 'old-fashioned');
      const { config } = (await inspectImage(engine, tag)) ?? {};
      expect(config).toMatchObject({
        workingDir: '/app',
        exposedPorts: ['8000/tcp'],
        env: expect.arrayContaining(['GREETING=hello  world']) as unknown,
        labels: {
          stage: 'old fashioned',
          'org.opencontainers.image.authors': '"Jo Do" <jo@example.org>',
          'org.opencontainers.image.title': 'old-fashioned',
          'org.opencontainers.image.description': 'Answers with a greeting that costs $0',
          'org.opencontainers.image.licenses': 'MIT',
        },
      });
      const script =
        'ls -A /var/lib/apt/lists /var/cache/apt/archives; test ! -e /root/.cache && python -c "import flask"';
      const listed = await command(dir, 'docker', ['run', '--rm', '--entrypoint', 'sh', tag, '-c', script]);
      expect(listed).not.toMatch(/\.deb|Packages/);
    });

    it('a second time nothing changes', async () => {
      expect((await folded(dir)).files).toEqual(result.files);
    });
  });

  describe('caches of the package managers', () => {
    it.each([
      ['npm', 'npm install', '/root/.npm/_cacache'],
      ['yarn', 'yarn install --no-lockfile', '/usr/local/share/.cache/yarn/v6'],
      ['pnpm', 'pnpm install', '/root/.local/share/pnpm/store/v3'],
    ])('%s fills its mount, and leaves nothing in the image', async (name, install, folder) => {
      const dir = place.copy('test/fixtures/old-fashioned', name);
      writeFileSync(
        join(dir, 'package.json'),
        '{ "name": "a", "version": "1.0.0", "dependencies": { "ms": "2.1.3" } }',
      );
      const lines = [
        'FROM node:22-slim',
        'WORKDIR /app',
        ...(name === 'pnpm' ? ['RUN npm install -g pnpm@9 && npm cache clean --force'] : []),
        'COPY package.json ./',
        `RUN ${install}`,
        'CMD ["node", "-e", "require(\'ms\')"]',
      ];
      writeFileSync(join(dir, 'Dockerfile'), `${lines.join('\n')}\n`);
      const text = (await folded(dir)).files.get('Dockerfile') ?? '';
      const mount = /RUN (--mount=\S+) \\\n {4}(?:npm install|yarn|pnpm)(?! -g)/.exec(text)?.[1];
      // a further step sees what the first one left in the mount, and its absence from the layer
      const looks = `RUN ${mount} test -n "$(ls -A ${folder})"\nRUN test ! -e ${folder} && node -e "require('ms')"\n`;
      writeFileSync(join(dir, 'Dockerfile'), text.replace(/^(?=LABEL|USER)/m, looks));
      await build(dir, name);
    });
  });
});
