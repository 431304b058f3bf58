import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { globMatcher } from './glob.ts';
import { parseGitIgnore } from './ignore/index.ts';

it.each([
  ['*.Dockerfile', 'a.Dockerfile x/y/b.Dockerfile', 'a.Dockerfile.md Dockerfile'],
  ['./a', 'a a/b', 'b/a'],
  ['docker/**', 'docker/a docker/a/b', 'docker x/docker/a'],
  ['**/test/**', 'test/a a/test/b/c', 'tests/a'],
  ['docker/*/Dockerfile', 'docker/a/Dockerfile', 'docker/Dockerfile docker/a/b/Dockerfile'],
  ['{a,b*}/x', 'a/x bc/x', 'c/x'],
  ['a[0-9]?', 'a1x b/a23', 'a1 ax1'],
  ['legacy', 'legacy legacy/Dockerfile a/legacy/b', 'legacy2'],
  [String.raw`a\*`, 'a*', 'ab'],
  ['a(b)+.c', 'a(b)+.c', 'abb.c'],
  ['[z-a]', '', 'z'],
])('%s', (pattern, yes, no) => {
  const matches = globMatcher(pattern);
  for (const path of yes.split(' ').filter(Boolean)) expect([path, matches(path)]).toEqual([path, true]);
  for (const path of no.split(' ')) expect([path, matches(path)]).toEqual([path, false]);
});

it('.gitignore means what git says it means', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipshape-gitignore-'));
  try {
    execFileSync('git', ['init', '-q', folder]);
    const paths = ['a', 'b', 'a.x', '#c', 'a b', 'd/a', 'd/b', 'd/a.x', 'd/e/a', 'd/e/b', 'e/a', 'a2'];
    for (const path of paths) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    const all = ['d', 'd/e', 'e', ...paths];
    const part = fc.constantFrom(
      'a',
      'b',
      'd',
      'e',
      '*',
      '**',
      'a*',
      '?',
      '[ab]',
      '*.x',
      String.raw`\#c`,
      'a b',
    );
    const pattern = fc
      .tuple(
        fc.constantFrom('', '', '!'),
        fc.constantFrom('', '', '/'),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '', '/', ' '),
      )
      .map(([not, root, parts, end]) => `${not}${root}${parts.join('/')}${end}`);
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), (patterns) => {
        const text = patterns.join('\n');
        writeFileSync(join(folder, '.gitignore'), text);
        const said = execFileSync(
          'git',
          ['-C', folder, 'status', '--porcelain=v1', '-z', '--ignored=matching', '--untracked-files=all'],
          { encoding: 'utf8' },
        );
        const ignored = new Set(
          said
            .split('\0')
            .filter((line) => line.startsWith('!!'))
            .map((line) => line.slice(3).replace(/\/$/, '')),
        );
        const verdict = parseGitIgnore(text);
        const isFolder = (path: string): boolean => all.some((one) => one.startsWith(`${path}/`));
        const folders = (path: string): string[] =>
          path
            .split('/')
            .slice(0, -1)
            .map((_, index, parts) => parts.slice(0, index + 1).join('/'));
        for (const path of paths) {
          const ours = [...folders(path), path].some((one) => verdict(one, isFolder(one)) === true);
          const gits = [...folders(path), path].some((one) => ignored.has(one));
          expect([text, path, ours]).toEqual([text, path, gits]);
        }
      }),
      { numRuns: 150 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
