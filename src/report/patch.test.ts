import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patchOf, type FileChange } from './patch.ts';

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'shipshape patch '));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const git = (cwd: string, args: string[], input = '') =>
  execFileSync('git', args, {
    cwd,
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: top,
      GIT_CEILING_DIRECTORIES: dirname(top),
      GIT_CONFIG_NOSYSTEM: '1',
    },
  });

/** Writes the files as they were, has git apply the patch in `dir`, and reads them as they are. */
function applied(dir: string, changes: readonly FileChange[]): string[] {
  mkdirSync(dir, { recursive: true });
  for (const { path, before } of changes) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    if (before === null) rmSync(file, { force: true });
    else writeFileSync(file, before);
  }
  git(dir, ['apply'], changes.map(patchOf).join(''));
  return changes.map(({ path }) => readFileSync(join(dir, path), 'utf8'));
}

const CHANGES: FileChange[] = [
  { path: 'Dockerfile', before: 'FROM a\nRUN b\n', after: 'FROM a\nUSER 1001:1001\nRUN b\n' },
  { path: 'no newline', before: 'a\nb', after: 'a\nb\nc' },
  { path: 'deploy/crlf.yaml', before: 'a: 1\r\nb: 2\r\n', after: 'a: 1\r\nc: 3\r\nb: 2\r\n' },
  { path: 'with "quotes" and \\.env', before: 'A=1\n', after: 'A=1\nB=2\n' },
  { path: 'größe/日本.txt', before: null, after: 'new\n' },
  { path: '.dockerignore', before: null, after: '.git\n.env' },
  { path: '--- a', before: null, after: '--- a/b\n+++ b/c\n@@ -1,1 +1,1 @@\n' },
  { path: 'emptied', before: 'x\n', after: '' },
  { path: 'filled', before: '', after: '\ufeffx\n' },
];
const WANTED = CHANGES.map(({ after }) => after);

describe('git apply gives exactly the bytes', () => {
  it('in a folder that is in no repository', () => {
    expect(applied(join(top, 'dir'), CHANGES)).toEqual(WANTED);
  });

  it('at the top of a repository', () => {
    git(top, ['init', '-q']);
    expect(applied(top, CHANGES)).toEqual(WANTED);
  });

  it.each(['services/api', 'a', 'b', 'a b/ü'])('in the subfolder %s of a repository', (folder) => {
    git(top, ['init', '-q']);
    expect(applied(join(top, folder), CHANGES)).toEqual(WANTED);
  });

  it('for any two texts', () => {
    const text = fc
      .array(
        fc.constantFrom('a', 'b', '', ' ', '\t', '\\', '--- x', '+++ y', '@@ -1 +1 @@', 'é', 'a\r', '\r'),
      )
      .map((lines) => lines.join('\n'));
    const file = join(top, 'any');
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        expect(applied(file, [{ path: 'f', before, after }])).toEqual([after]);
      }),
      { numRuns: 40 },
    );
  });
});

it('is small and plain', () => {
  expect(patchOf(CHANGES[0] as FileChange)).toMatchInlineSnapshot(`
    "--- a/Dockerfile
    +++ b/Dockerfile
    @@ -1,2 +1,3 @@
     FROM a
    +USER 1001:1001
     RUN b
    "
  `);
  expect(patchOf({ path: 'env.example', before: null, after: 'A=1' })).toMatchInlineSnapshot(`
    "--- /dev/null
    +++ b/env.example
    @@ -0,0 +1,1 @@
    +A=1
    \\ No newline at end of file
    "
  `);
});

it('in a folder within a folder of the same name, with -p1', () => {
  git(top, ['init', '-q']);
  const dir = join(top, 'app');
  mkdirSync(join(dir, 'app'), { recursive: true });
  git(dir, ['apply', '-p1'], patchOf({ path: 'app/new', before: null, after: 'x' }));
  expect(readFileSync(join(dir, 'app/new'), 'utf8')).toBe('x');
});

it('refuses a new file without content', () => {
  expect(() => patchOf({ path: 'a', before: null, after: '' })).toThrow(RangeError);
});

it('is empty when nothing changes', () => {
  expect(patchOf({ path: 'a', before: 'x', after: 'x' })).toBe('');
});
