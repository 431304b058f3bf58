import { beforeAll, describe, expect, it } from 'vitest';
import { builtCli, shipshape, type CliOptions, type CliResult } from './cli.ts';
import { committed, contentOf, folderWith } from './folder.ts';
import { asSchemaSays } from './schema.ts';

const DOCKERFILE = 'FROM python:3.13-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n';
const SOUND = { Dockerfile: DOCKERFILE, 'app.py': 'print("hello")\n' };
const NO_ENGINE: CliOptions = { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } };

beforeAll(builtCli, 60_000);

/** Both ways of telling an error; the folder must come out as it went in. */
async function refused(
  command: 'prove' | 'measure',
  dir: string,
  args: readonly string[],
  { code, exit, ...options }: CliOptions & { code: string; exit: number },
): Promise<CliResult> {
  const before = contentOf(dir);
  const told = await shipshape([command, ...args], { cwd: dir, ...NO_ENGINE, ...options });
  expect(told).toMatchObject({ status: exit, stdout: '' });
  expect(told.stderr).toContain(`error ${code}: `);
  expect(told.stderr).toContain('→');
  const asJson = await shipshape([command, ...args, '--json'], { cwd: dir, ...NO_ENGINE, ...options });
  expect(asJson.status).toBe(exit);
  expect(asSchemaSays(command, asJson.stdout)).toMatchObject({ error: { code } });
  expect(contentOf(dir)).toEqual(before);
  return told;
}

describe('prove', () => {
  it.each([
    ['an unknown measure', ['--measure', 'slow'], 'USAGE'],
    ['a time-out of nothing', ['--timeout', '0'], 'USAGE'],
    ['a probe that cannot be asked', ['--probe', 'hello'], 'USAGE'],
    ['no repository and no --before', [], 'USAGE'],
    ['a folder that is not there', ['--before', './none'], 'NO_FOLDER'],
    ['a project that is not there', ['none', '--before', '.'], 'NO_FOLDER'],
    ['a revision where there is no repository', ['--before', 'HEAD~1'], 'REVISION_UNKNOWN'],
    ['a file that is not there', ['--before', 'dockerfile:Dockerfile.old'], 'NO_DOCKERFILE'],
  ])('%s', async (_, args, code) => {
    await refused('prove', folderWith(SOUND), args, { code, exit: 2 });
  });

  it('a revision that the repository does not have', async () => {
    const dir = folderWith(SOUND);
    committed(dir);
    const told = await refused('prove', dir, ['--before', 'HEAD~1'], { code: 'REVISION_UNKNOWN', exit: 2 });
    expect(told.stderr).toContain('HEAD~1');
    await refused('prove', dir, ['--before', 'git:none'], { code: 'REVISION_UNKNOWN', exit: 2 });
  });

  it('a repository without a commit', async () => {
    const dir = folderWith(SOUND);
    committed(dir, { empty: true });
    const told = await refused('prove', dir, [], { code: 'USAGE', exit: 2 });
    expect(told.stderr).toContain('has no commit yet');
  });

  it('no engine', async () => {
    const dir = folderWith(SOUND);
    committed(dir);
    for (const args of [[], ['--before', 'python:3.13-slim'], ['--before', '.']])
      await refused('prove', dir, args, { code: 'NO_ENGINE', exit: 1 });
  });
});

describe('measure', () => {
  it.each([
    ['a folder that is not there', ['./none'], 'NO_FOLDER'],
    ['an unknown measure', ['.', '--measure', 'slow'], 'USAGE'],
    ['a budget without a limit', ['.', '--budget', 'size'], 'USAGE'],
    ['a size that is none', ['.', '--budget', 'size=small'], 'USAGE'],
    ['a size in seconds', ['.', '--budget', 'size=3s'], 'USAGE'],
    ['a time without its unit', ['.', '--budget', 'build.cold=60'], 'USAGE'],
    ['a number of MB', ['.', '--budget', 'layers=20MB'], 'USAGE'],
  ])('%s', async (_, args, code) => {
    await refused('measure', folderWith(SOUND), args, { code, exit: 2 });
  });

  it.each([
    ['sise', 'size'],
    ['layer', 'layers'],
    ['build.cld', 'build.cold'],
    ['aboveBase', 'above-base'],
    ['constructor', 'context'],
  ])('a budget %s is taken for %s', async (name, meant) => {
    const args = ['.', '--budget', `${name}=1`];
    const told = await refused('measure', folderWith(SOUND), args, { code: 'BUDGET_UNKNOWN', exit: 2 });
    expect(told.stderr).toContain(`did you mean ${meant}?`);
  });

  it('no engine', async () => {
    await refused('measure', folderWith(SOUND), ['.'], { code: 'NO_ENGINE', exit: 1 });
    await refused('measure', folderWith(SOUND), ['python:3.13-slim'], { code: 'NO_ENGINE', exit: 1 });
  });

  it.each([
    ['nothing to measure', ['measure']],
    ['three things', ['measure', '.', '.', '.']],
    ['an unknown option', ['prove', '--no-such-option']],
    ['two projects', ['prove', '.', '.']],
  ])('%s', async (_, args) => {
    const told = await shipshape(args, { cwd: folderWith(SOUND) });
    expect(told).toMatchObject({ status: 2, stdout: '' });
    expect(told.stderr).not.toBe('');
  });

  it('the help names every budget and every kind of target', async () => {
    const { status, stdout } = await shipshape(['measure', '--help']);
    expect(status).toBe(0);
    for (const word of ['above-base', 'build.source-edit', 'world-writable', 'git revision', 'image:'])
      expect(stdout).toContain(word);
  });
});
