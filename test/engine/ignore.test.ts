import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIgnore } from '../../src/syntax/ignore/index.ts';
import { describeWithEngine } from './engine.ts';

const run = promisify(execFile);

const FILES =
  `a ab abc .env .git/config .gitignore README.md README-secret.md docs/x.md docs/y.md docs/deep/z.md
  src/app.py src/app.pyc src/.hidden src/pkg/mod.py src/pkg/__pycache__/mod.pyc node_modules/m/index.js
  web/node_modules/m/index.js a]b {a,b} a+b v1 vd éa foo/bar/baz foo/qux xfoo x/foo/y #hash !bang`.split(
    /\s+/,
  );

// Some of them turn on how BuildKit walks, not only on what one pattern means.
const IGNORE_FILES = [
  '**/__pycache__\n**/*.py[co]\n.git\n',
  '*\n!src\nsrc/pkg\n!src/pkg/mod.py\n',
  '**\n!docs/**/*.md\n',
  'foo\n!foo/bar\nfoo\n',
  '*.md\n!README*.md\nREADME-secret.md\n',
  '**/node_modules/**\n',
  '**foo\na**\n',
  '\\#hash\n#!bang\n \\!bang \n',
  'v\\d\na]b\n{a,b}\na+*\n',
  '\uFEFF/docs/\r\n./src/../foo\r\n!  docs/x.md  \r\n',
  '?\n[!x]foo\n[^a]oo\né*\n.*\n',
  '.\n!..\n/\n',
];

describeWithEngine('the build context under an ignore file', () => {
  let context = '';

  beforeAll(async () => {
    context = await mkdtemp(join(tmpdir(), 'shipshape-ignore-'));
    for (const file of FILES) {
      await mkdir(dirname(join(context, file)), { recursive: true });
      await writeFile(join(context, file), file);
    }
    await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
  });

  afterAll(() => rm(context, { recursive: true, force: true }));

  it.each(IGNORE_FILES)('%j', async (text) => {
    await writeFile(join(context, '.dockerignore'), text);
    const out = await mkdtemp(join(tmpdir(), 'shipshape-ignored-'));
    try {
      await run('docker', ['build', '--quiet', '--output', `type=local,dest=${out}`, context]);
      const { ignores } = createIgnore(text);
      const expected = [...FILES, 'Dockerfile', '.dockerignore'].filter((file) => !ignores(file));
      expect(await filesBelow(out)).toEqual(expected.toSorted());
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  });

  it.each(['!\n', '[\n', 'a\\y\n'])('is refused with %j', async (text) => {
    await writeFile(join(context, '.dockerignore'), text);
    expect(createIgnore(text).invalid).toHaveLength(1);
    await expect(run('docker', ['build', '--quiet', '--output', 'type=cacheonly', context])).rejects.toThrow(
      'pattern',
    );
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true });
  const files = await Promise.all(paths.map(async (path) => (await stat(join(folder, path))).isFile()));
  return paths.filter((_, index) => files[index]).toSorted();
}
