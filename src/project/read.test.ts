import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SetupPaths } from '../model/setup.ts';
import { addFiles, folderWith } from './folder.fixture.ts';
import { findSetups } from './find.ts';
import { readSetup } from './read.ts';

const FROM = 'FROM scratch\n';
const NOT_UTF8 = Uint8Array.from([0x41, 0x0a, 0x42, 0xff, 0x0a]);

async function read(dir: string) {
  const [paths] = await findSetups(dir);
  return readSetup(dir, paths as SetupPaths);
}

describe('readSetup', () => {
  it('reads the texts of the setup as they are, BOM and CRLF included', async () => {
    const text = '\uFEFFFROM scratch\r\n# ü\r\n';
    const dir = folderWith({
      Dockerfile: text,
      '.dockerignore': '*.log\n',
      'env.example': 'A=\n',
      'requirements.txt': 'flask\n',
    });
    const { setup } = await read(dir);
    expect(Object.fromEntries(setup.files)).toEqual({
      Dockerfile: text,
      '.dockerignore': '*.log\n',
      'env.example': 'A=\n',
      'requirements.txt': 'flask\n',
    });
  });

  it('lists the context, .git as one folder and nothing of our own', async () => {
    const dir = folderWith({
      'web/Dockerfile': FROM,
      'web/a b/ü.txt': '12345',
      'web/.git/HEAD': '123',
      'web/.git/objects/x': '4567',
      'compose.yaml': 'services: { web: { build: web } }',
    });
    mkdirSync(join(dir, 'web/empty'));
    symlinkSync('/etc', join(dir, 'web/link'));
    expect((await read(dir)).context).toEqual([
      { path: '.git', bytes: 7, kind: 'directory' },
      { path: 'Dockerfile', bytes: FROM.length, kind: 'file' },
      { path: 'a b', bytes: 0, kind: 'directory' },
      { path: 'a b/ü.txt', bytes: 5, kind: 'file' },
      { path: 'empty', bytes: 0, kind: 'directory' },
      { path: 'link', bytes: 0, kind: 'symlink' },
    ]);

    addFiles(dir, { Dockerfile: FROM, '.shipshape/x': '', 'DOCKER_IMPROVEMENTS.md': '' });
    const paths = (await read(dir)).context.map(({ path }) => path);
    expect(paths.filter((path) => /shipshape|IMPROVEMENTS/.test(path))).toEqual([]);
    expect(paths).toContain('web');
  });

  it('reads source files that people write', async () => {
    const dir = folderWith({
      Dockerfile: FROM,
      'app.py': 'print()',
      'src/run.sh': 'exec x',
      'latin.py': NOT_UTF8,
      'big.py': ' '.repeat(600 * 1024),
      'venv/lib/x.py': 'print()',
      'data.csv': '1',
    });
    expect([...(await read(dir)).sources.keys()]).toEqual(['app.py', 'src/run.sh']);
  });

  it('reads JavaScript and TypeScript, what builds made of it last', async () => {
    const dir = folderWith({
      Dockerfile: FROM,
      'package.json': '{}',
      'dist/main.js': '1',
      'src/main.ts': '1',
      'src/view.tsx': '1',
      'bin/www': '1',
      'lib.mjs': '1',
      'types.d.ts': '1',
      'jquery.min.js': '1',
      'node_modules/a/index.js': '1',
    });
    const { setup, sources } = await read(dir);
    expect([...sources.keys()]).toEqual([
      'bin/www',
      'lib.mjs',
      'package.json',
      'src/main.ts',
      'src/view.tsx',
      'dist/main.js',
    ]);
    expect(setup.files.get('package.json')).toBe('{}');
  });

  it('stops reading sources when they are too many', async () => {
    const big = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`src/${index}.js`, ' '.repeat(500 * 1024)]),
    );
    const dir = folderWith({ Dockerfile: FROM, ...big, 'requirements.txt': 'flask' });
    const { setup, sources } = await read(dir);
    expect(sources.size).toBe(32);
    expect(setup.files.has('requirements.txt')).toBe(true);
  });

  it('reads nothing of env files, which hold real values', async () => {
    const dir = folderWith({
      Dockerfile: FROM,
      '.env': 'TOKEN=verysecret\n# C=1\nexport OTHER="a b"\n',
      'web.env': 'WEB=verysecret',
      'compose.yaml': 'services:\n  web:\n    build: .\n    env_file: [{ path: ./web.env }, gone.env]\n',
    });
    const found = await read(dir);
    expect(JSON.stringify([found, [...found.setup.files], [...found.sources]])).not.toContain('verysecret');
  });
});

describe('readSetup refuses', () => {
  it.each([
    ['one of many bytes', `FROM a\nRUN ${'b '.repeat(1_000_000)}\n`, 'DOCKERFILE_TOO_LONG', null],
    ['one without end', `FROM a\n${'RUN b\n'.repeat(5000)}`, 'DOCKERFILE_TOO_LONG', null],
    ['an empty Dockerfile', '', 'DOCKERFILE_EMPTY', null],
    ['one of comments', '# nothing\n\n', 'DOCKERFILE_EMPTY', null],
    ['a binary one', Uint8Array.from([70, 0, 1]), 'DOCKERFILE_BINARY', null],
    ['one that is not UTF-8', NOT_UTF8, 'DOCKERFILE_NOT_UTF8', 2],
    ['an unterminated heredoc', 'FROM scratch\nRUN <<EOF\necho\n', 'DOCKERFILE_SYNTAX', 2],
    ['an unknown instruction', 'FROM scratch\n\nRUNN x\n', 'DOCKERFILE_SYNTAX', 3],
    ['one without FROM', 'RUN x\n', 'DOCKERFILE_SYNTAX', 1],
  ])('%s', async (_, Dockerfile, code, line) => {
    await expect(read(folderWith({ Dockerfile }))).rejects.toMatchObject({
      code,
      where: { path: 'Dockerfile', line },
    });
  });

  it('tells the line once, as the place', async () => {
    await expect(read(folderWith({ Dockerfile: 'FROM scratch\n\nRUNN x\n' }))).rejects.toMatchObject({
      message: 'unknown instruction: RUNN.',
    });
  });

  it('leaves what another frontend may know to that frontend', async () => {
    const dir = folderWith({ Dockerfile: '# syntax=example/own\nFROM scratch\nCOPY --odd a b\n' });
    expect((await read(dir)).setup.files.size).toBe(1);
  });

  it.each(['.dockerignore', 'env.example'])('a %s that is not UTF-8', async (path) => {
    const dir = folderWith({ Dockerfile: FROM, [path]: NOT_UTF8 });
    await expect(read(dir)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', where: { path, line: 2 } });
  });

  it('an ignore file that is a folder', async () => {
    const dir = folderWith({ Dockerfile: FROM, '.dockerignore/x': '' });
    await expect(read(dir)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      where: { path: '.dockerignore' },
    });
  });

  it('to go on after an interrupt', async () => {
    const dir = folderWith({ Dockerfile: FROM });
    const [paths] = await findSetups(dir);
    const reading = readSetup(dir, paths as SetupPaths, AbortSignal.abort());
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
