import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../src/check-files.ts';
import { check, type CheckOptions } from '../../src/index.ts';
import { commitAll, folderWith, git } from '../../src/project/folder.fixture.ts';

const SUDO = 'FROM a\nRUN sudo x\n';

/** Which files are looked at. */
async function looked(
  cwd: string,
  paths: readonly string[] = ['.'],
  options: CheckOptions = {},
): Promise<string[]> {
  const { files } = await check(paths, { cwd, rules: ['no-sudo'], ...options });
  return files.map(({ path }) => path);
}

describe('which files', () => {
  it('all that are named like one, in nested projects, in order', async () => {
    const names = [
      '.dockerignore',
      '.env',
      '.env.example',
      'Containerfile',
      'Dockerfile',
      'Dockerfile.dev',
      'Dockerfile.dev.dockerignore',
      'api.Dockerfile',
      'compose.override.yml',
      'compose.yaml',
      'apps/web/Dockerfile',
      'apps/web/docker-compose.prod.yml',
      'apps/worker/prod.env',
    ];
    const others = [
      'README.md',
      'Dockerfile.j2',
      'Dockerfile.md',
      'Dockerfile.tmpl',
      'Dockerfile.sh',
      'dockerfile.ts',
      'config.yaml',
      'src/environment.ts',
      'node_modules/x/Dockerfile',
      'a/vendor/Dockerfile',
      '.venv/lib/Dockerfile',
      'Dockerfile~',
      '.envrc',
    ];
    const folder = folderWith(Object.fromEntries([...names, ...others].map((name) => [name, ''])));
    expect((await looked(folder)).toSorted()).toEqual(names.toSorted());
  });

  it('not what git ignores, nested and with exceptions', async () => {
    const folder = folderWith({
      '.gitignore': 'build/\n*.dev\n!b/Dockerfile.dev\n',
      'build/Dockerfile': '',
      'a/Dockerfile.dev': '',
      'b/Dockerfile.dev': '',
      'b/.gitignore': '/c\n',
      'b/c/Dockerfile': '',
      'c/Dockerfile': '',
      'd/Dockerfile': '',
      '.git/info/exclude': 'd\n',
    });
    expect(await looked(folder)).toEqual(['b/Dockerfile.dev', 'c/Dockerfile']);
    // those of the folders above count as well
    expect(await looked(join(folder, 'b'))).toEqual(['Dockerfile.dev']);
    // what is named is looked at
    expect(await looked(folder, ['build/Dockerfile', 'build'])).toEqual(['build/Dockerfile']);
  });

  it('links are not followed out of the folder, nor in circles', async () => {
    const outside = folderWith({ Dockerfile: '', 'x.txt': '' });
    const folder = folderWith({ 'a/Dockerfile': '', 'a/dev.txt': '' });
    symlinkSync(folder, join(folder, 'a', 'loop'));
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync(join(outside, 'x.txt'), join(folder, 'Dockerfile.out'));
    symlinkSync(join(folder, 'a', 'dev.txt'), join(folder, 'Dockerfile.dev'));
    symlinkSync(join(folder, 'a', 'Dockerfile'), join(folder, 'Dockerfile'));
    symlinkSync('nowhere', join(folder, 'Dockerfile.gone'));
    expect(await looked(folder)).toEqual(['Dockerfile.dev', 'a/Dockerfile']);
  });

  it('files by any name, globs, each once; paths outside are relative all the same', async () => {
    const folder = folderWith({ 'a/Dockerfile': '', 'a/b.docker': '', 'a/c/d.docker': '', 'x/y': '' });
    expect(await looked(folder, ['a/b.docker', 'a', 'a/Dockerfile'])).toEqual(['a/b.docker', 'a/Dockerfile']);
    expect(await looked(folder, ['a/*.docker'])).toEqual(['a/b.docker']);
    expect(await looked(folder, ['**/*.docker'])).toEqual(['a/b.docker', 'a/c/d.docker']);
    expect(await looked(folder, ['a/**/*'])).toEqual(['a/Dockerfile']);
    expect(await looked(join(folder, 'x'), ['../a'])).toEqual(['../a/Dockerfile']);
  });

  it.each([['nothing.here'], ['no/*.docker'], ['-']])('refuses %s', async (path) => {
    const folder = folderWith({});
    await expect(looked(folder, [path])).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('an empty folder is nothing to check', async () => {
    await expect(looked(folderWith({ x: '' }))).rejects.toMatchObject({ code: 'NOTHING_TO_CHECK' });
  });
});

describe('what lies around', () => {
  /** Asked through a rule would be asking the rule: the surroundings are a file's own. */
  async function contextOf(files: Record<string, string>, path: string) {
    const { Neighbourhood } = await import('../../src/project/check/surroundings.ts');
    const root = folderWith(files);
    return new Neighbourhood().around({ path, absolute: join(root, path), root });
  }

  it('the context is the folder, or that of the compose service that builds it', async () => {
    const files = {
      'compose.yaml':
        'services:\n  web:\n    build: { context: web, dockerfile: ../docker/web.Dockerfile }\n  api: { build: ./api }\n',
      'docker/web.Dockerfile': SUDO,
      'docker/other.Dockerfile': SUDO,
      'api/Dockerfile': SUDO,
      'api/x': '1234',
      'web/app.js': '12',
      'web/.dockerignore': 'a',
    };
    const web = (await contextOf(files, 'docker/web.Dockerfile')).context;
    expect(
      web
        ?.list()
        ?.map(({ path, size, kind }) => [path, size, kind])
        .toSorted(),
    ).toEqual([
      ['.dockerignore', 1, 'file'],
      ['app.js', 2, 'file'],
    ]);
    expect(web?.ignoreFile()).toEqual({ path: '.dockerignore', text: 'a' });
    expect((await contextOf(files, 'docker/other.Dockerfile')).context?.has('web.Dockerfile')).toBe(true);
    expect((await contextOf(files, 'api/Dockerfile')).context?.has('x')).toBe(true);
    expect((await contextOf(files, 'api/Dockerfile')).context?.has('../web/app.js')).toBe(false);
  });

  it("a Dockerfile's own ignore file comes first", async () => {
    const files = { 'a.Dockerfile': SUDO, 'a.Dockerfile.dockerignore': 'own', '.dockerignore': 'all' };
    const around = await contextOf(files, 'a.Dockerfile');
    expect(around.context?.ignoreFile()).toEqual({ path: 'a.Dockerfile.dockerignore', text: 'own' });
    const ofIgnore = await contextOf(files, 'a.Dockerfile.dockerignore');
    expect(ofIgnore.context?.ignoreFile()?.text).toBe('own');
    expect((await contextOf(files, '.dockerignore')).context?.ignoreFile()?.text).toBe('all');
  });

  it('folders of other people are not entered, and a huge context is not listed', async () => {
    const files = { Dockerfile: SUDO, 'node_modules/x/y.js': '', '.git/config': '' };
    const { context } = await contextOf(files, 'Dockerfile');
    expect(
      context
        ?.list()
        ?.map(({ path }) => path)
        .toSorted(),
    ).toEqual(['.git', 'Dockerfile', 'node_modules']);
  });

  it('reads files beside it, and nothing outside', async () => {
    const outside = folderWith({ secret: 'x' });
    const root = folderWith({ 'a/Dockerfile': SUDO, 'b/y': 'y' });
    symlinkSync(join(outside, 'secret'), join(root, 'a', 'link'));
    const { Neighbourhood } = await import('../../src/project/check/surroundings.ts');
    const around = new Neighbourhood().around({ path: '', absolute: join(root, 'a/Dockerfile'), root });
    expect(around.read('../b/y')).toBe('y');
    for (const path of ['link', join(outside, 'secret'), '../../x', '.', 'gone'])
      expect(around.read(path)).toBeNull();
  });
});

describe('what is told', () => {
  it('lines and columns in UTF-16 units, ends exclusive', async () => {
    const folder = folderWith({ Dockerfile: '\uFEFFFROM a\r\nRUN echo "😀" && sudo x\r\n' });
    const { files } = await check(['Dockerfile'], { cwd: folder, rules: ['DL3004'] });
    expect(
      files[0]?.findings.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn]),
    ).toEqual([[2, 18, 2, 22]]);
  });

  it('overrides and ignored files of shipshape.yaml; --skip and --rule', async () => {
    const config =
      'check:\n  ignore: [old]\n  overrides:\n    - files: ["b/**"]\n      rules: { no-sudo: off }\n';
    const folder = folderWith({
      'shipshape.yaml': config,
      'a/Dockerfile': SUDO,
      'b/Dockerfile': SUDO,
      'old/Dockerfile': SUDO,
    });
    const found = async (options: CheckOptions): Promise<string[]> =>
      (await check(['.'], { cwd: folder, ...options })).files
        .filter(({ findings }) => findings.some(({ rule }) => rule === 'no-sudo'))
        .map(({ path }) => path);
    expect(await found({})).toEqual(['a/Dockerfile']);
    expect(await found({ config: false })).toEqual(['a/Dockerfile', 'b/Dockerfile', 'old/Dockerfile']);
    expect(await found({ skip: ['DL3004'] })).toEqual([]);
    expect(await looked(folder)).toEqual(['a/Dockerfile', 'b/Dockerfile']);
    await expect(found({ rules: ['no-sodu'] })).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'Did you mean no-sudo?',
    });
  });

  it('only changed lines with a revision, all lines of new files', async () => {
    const folder = folderWith({ Dockerfile: `${SUDO}RUN true\n`, 'b/Dockerfile': SUDO });
    commitAll(folder);
    writeFileSync(join(folder, 'Dockerfile'), `${SUDO}RUN true\nRUN sudo y\n`);
    writeFileSync(join(folder, 'new.Dockerfile'), SUDO);
    const told = async (options: CheckOptions): Promise<string[]> =>
      (await check(['.'], { cwd: folder, rules: ['no-sudo'], ...options })).files.flatMap(
        ({ path, findings }) => findings.map(({ line }) => `${path}:${line}`),
      );
    expect(await told({ diff: 'HEAD' })).toEqual(['Dockerfile:4', 'new.Dockerfile:2']);
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'second');
    expect(await told({ diff: 'HEAD' })).toEqual([]);
    expect(await told({ diff: 'HEAD~1' })).toEqual(['Dockerfile:4', 'new.Dockerfile:2']);
    await expect(told({ diff: '--output=x' })).rejects.toMatchObject({ code: 'REVISION_UNKNOWN' });
  });

  it('the files one after another', async () => {
    const folder = folderWith({ Dockerfile: SUDO, 'b/Dockerfile': Buffer.from([0, 1, 2]) });
    const reports = [];
    for await (const report of checkFiles(['.'], { cwd: folder }))
      reports.push([report.path, report.problem]);
    expect(reports).toEqual([
      ['Dockerfile', null],
      ['b/Dockerfile', 'it is binary'],
    ]);
  });

  it('a named pipe is not read in a folder', async () => {
    const folder = folderWith({ Dockerfile: SUDO });
    execFileSync('mkfifo', [join(folder, 'Dockerfile.pipe')]);
    expect(await looked(folder)).toEqual(['Dockerfile']);
  });
});
