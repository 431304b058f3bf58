import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../syntax/dockerfile/index.ts';
import { gunicornConfig, takeSettings } from './gunicorn.ts';
import { pipInstalls } from './pip-steps.ts';
import { readRequirements, requirementClosure } from './requirements.ts';

function installOf(command: string) {
  const { source, instructions } = parseDockerfile(`FROM a\nRUN ${command}\n`);
  const [, run] = instructions;
  return run && pipInstalls(run, source)[0];
}

describe('pipInstalls', () => {
  it.each([
    ['pip install --upgrade pip "setuptools<70" wheel', true],
    ['pip install pip -r x.txt', false],
    ['pip install pipenv', false],
  ])('%j only renews pip: %s', (command, bootstrap) => {
    expect(installOf(command)?.bootstrap).toBe(bootstrap);
  });

  it.each(['--user', '--target=/x', '-t /x', '--prefix /x', '--root=/x'])(
    '%s is a place elsewhere',
    (flag) => {
      expect(installOf(`pip install ${flag} x`)?.elsewhere).not.toBeNull();
    },
  );
  it('knows --root-user-action as no place', () =>
    expect(installOf('pip install --root-user-action=ignore x')?.elsewhere).toBeNull());

  it.each([
    ['.', true],
    ['.[web]', true],
    ['-e .', true],
    ['./lib', true],
    ['lib/', true],
    ['wheels/a.whl', true],
    ['a.whl', true],
    ['--find-links wheels x', true],
    ['--find-links https://a.test/x x', false],
    ['https://a.test/a.whl', false],
    ['git+https://a.test/a', false],
    ['"a @ git+https://a.test/a"', false],
    ['"a[b]>=1,<2"', false],
  ])('install %s needs the source: %s', (words, needsSource) => {
    expect(installOf(`pip install ${words}`)?.needsSource).toBe(needsSource);
  });

  it.each(['pip download x', 'pip check', 'echo pip install'])('%s installs nothing', (command) =>
    expect(installOf(command)).toBeUndefined(),
  );
});

describe('requirement files', () => {
  it.each([
    ['-r a.txt\n-rb.txt\n--requirement=c.txt\n-c d.txt # x', ['a.txt', 'b.txt', 'c.txt', 'd.txt']],
    ['# -r a.txt\nflask \\\n  --hash=sha256:ab', []],
  ])('%j includes %j', (text, includes) =>
    expect(readRequirements(text)).toEqual({ includes, localPaths: false }),
  );

  it.each(['.', '-e .', './a', 'vendor/a', 'a.whl', 'a @ file:///x', '--find-links wheels', '-e ./a # c'])(
    '%s is a path',
    (line) => expect(readRequirements(`flask\r\n${line}\r\n`).localPaths).toBe(true),
  );

  it.each([
    '-e git+https://a.test/x#egg=x',
    'a @ https://a.test/a.whl',
    'https://a.test/a.whl',
    '-i https://a.test/simple',
    '--extra-index-url https://a.test/x',
    'a>=1; sys_platform == "linux" # a/b',
  ])('%s is none', (line) => expect(readRequirements(line).localPaths).toBe(false));

  it('follows includes beside the file, once each', () => {
    const files: Record<string, string> = {
      'r/web.txt': '-r ../base.txt\n-c c.txt',
      'base.txt': '-r r/web.txt',
      'r/c.txt': 'a==1',
    };
    const read = (path: string) => files[path] ?? null;
    expect(requirementClosure('r/web.txt', read)).toEqual(['r/web.txt', 'base.txt', 'r/c.txt']);
    expect(requirementClosure('none.txt', read)).toBeNull();
    expect(requirementClosure('a', () => '-r ../../x')).toBeNull();
    expect(requirementClosure('a', () => '-e .')).toBeNull();
  });
});

describe('takeSettings', () => {
  it.each([
    [
      ['gunicorn', '-w4', '--timeout=9', 'a:b'],
      ['gunicorn', 'a:b'],
      { workers: '4', timeout: '9', keepAlive: null },
    ],
    [
      ['/x/gunicorn', '--keep-alive', '2', '-b0.0.0.0:80', 'a:b'],
      ['/x/gunicorn', '-b0.0.0.0:80', 'a:b'],
      { workers: null, timeout: null, keepAlive: '2' },
    ],
    [
      ['python3', '-m', 'gunicorn', 'a:b', '-w', '2'],
      ['python3', '-m', 'gunicorn', 'a:b'],
      { workers: '2', timeout: null, keepAlive: null },
    ],
  ])('%j', (argv, rest, settings) => expect(takeSettings(argv)).toEqual({ argv: rest, settings }));

  it.each([
    [['uvicorn', 'a:b']],
    [['sh', 'gunicorn']],
    [['gunicorn', '-c', 'x.py', 'a:b']],
    [['gunicorn', '-cx.py', 'a:b']],
    [['gunicorn', '--config=x.py', 'a:b']],
    [['gunicorn', '-w', '$WORKERS', 'a:b']],
  ])('leaves %j', (argv) => expect(takeSettings(argv)).toBeNull());

  it('writes what the command said as defaults', () => {
    const text = gunicornConfig({ workers: '7', timeout: null, keepAlive: null });
    expect(text).toContain('os.environ.get("WORKERS", "7")');
    expect(text).toContain('os.environ.get("TIMEOUT", "60")');
  });
});
