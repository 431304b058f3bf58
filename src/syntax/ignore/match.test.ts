import { describe, expect, it } from 'vitest';
import { createIgnore } from './index.ts';

// Patterns (separated by blanks), paths that stay out, paths that are taken in.
const TABLE: [patterns: string, out: string, taken: string][] = [
  ['foo', 'foo foo/bar foo/a/b', 'bar/foo foobar afoo'],
  ['foo/', 'foo foo/bar', 'bar/foo'],
  ['/foo', 'foo foo/bar', 'bar/foo'],
  ['./foo', 'foo', 'a/foo'],
  ['a//b/', 'a/b a/b/c', 'a/c'],
  ['a/../b', 'b b/c', 'a a/b'],
  ['../b', '../b', 'b a/b'],
  ['.', '.', 'a a/b'],
  ['/', '', 'a a/b'],
  ['*', 'a a/b .git', ''],
  ['*.pyc', 'a.pyc .pyc', 'a/b.pyc a.py'],
  ['*/*.pyc', 'a/b.pyc', 'b.pyc a/b/c.pyc'],
  ['a/*', 'a/b a/b/c', 'a ab/c'],
  ['a*', 'a ab a/b ab/c', 'ba'],
  ['*a*', 'a bab bab/c', 'b b/a'],
  ['a?c', 'abc a.c', 'ac a/c abbc'],
  ['?', 'a é', 'ab'],
  ['a/?', 'a/b a/b/c', 'a/bb'],
  ['[a-c]', 'a b c a/x', 'd ab'],
  ['[^a-c]', 'd é', 'a'],
  ['[!a]', '! a', 'b'],
  ['x[ab]/y', 'xa/y xb/y/z', 'xc/y'],
  ['[a\\]]', 'a ]', 'b'],
  ['[\\-x]', '- x', 'a'],
  ['[.]x', '.x', 'ax'],
  ['[*]x', '*x', 'ax'],
  ['a]', 'a]', 'a'],
  ['\\*', '*', 'a'],
  ['a\\?', 'a?', 'ab'],
  ['\\#a', '#a', 'a'],
  ['\\!a', '!a', 'a'],
  ['\\[a]', '[a]', 'a'],
  ['a\\b', 'a', 'ab a\\b'],
  ['v\\d', 'v1', 'vd'],
  ['**', 'a a/b .x', ''],
  ['**/', 'a a/b', ''],
  ['**/foo', 'foo a/foo a/b/foo a/foo/b', 'afoo a/foob'],
  ['**foo', 'foo afoo a/foo a/bfoo', 'foob'],
  ['**/*.py', 'a.py b/a.py b/c/a.py', 'a.pyc'],
  ['**/foo/bar', 'foo/bar a/foo/bar a/foo/bar/x', 'foo bar a/bar'],
  ['**/a*', 'a x/ab x/ab/c', 'x/ba'],
  ['foo/**', 'foo/a foo/a/b', 'foo foob a/foo'],
  ['foo**', 'foo foob foo/a', 'afoo'],
  ['a/**/b', 'a/b a/x/b a/x/y/b', 'ab a/xb'],
  ['a**/b', 'ab ac/b', 'a/c a/x'],
  ['a/**/*.c', 'a/x.c a/b/x.c', 'x.c b/x.c'],
  ['**/node_modules/**', 'node_modules/a x/node_modules/a/b', 'node_modules x/node_modules'],
  ['a/**/**', 'a/b a/b/c', 'a b'],
  ['**/**', 'a a/b', ''],
  ['**/x/**/y', 'x/y a/x/y a/x/b/y', 'x y'],
  ['**/.git', '.git a/.git .git/config', '.gitignore'],
  ['.*', '.git .env .a/b', 'a a/.b'],
  ['a.b', 'a.b', 'axb'],
  ['a+b(c)|{d}$', 'a+b(c)|{d}$', 'aab'],
  ['a+*', 'a+ a+b', 'aa'],
  ['(a)*', '(a) (a)b', 'a'],
  ['{a,b}*', '{a,b}', 'a b'],
  ['A', 'A', 'a'],
  ['é*', 'é éa', 'e'],
  ['😀?', '😀a 😀😀', '😀'],
  ['foo !foo', '', 'foo foo/bar'],
  ['foo !foo/bar', 'foo foo/a', 'foo/bar foo/bar/x'],
  ['!foo foo', 'foo foo/a', 'bar'],
  ['* !a', 'b b/a', 'a a/b'],
  ['* !a/b', 'a a/c b', 'a/b a/b/c'],
  ['** !a/b', 'a a/c', 'a/b a/b/c'],
  ['* !a a/x', 'b a/x a/x/y', 'a a/y'],
  ['* !**/*.py', 'a a/b', 'x.py a/x.py a/b/x.py'],
  ['*.md !README.md', 'a.md', 'README.md x/a.md'],
  ['*.md !README*.md README-secret.md', 'a.md README-secret.md', 'README.md README-x.md'],
  ['*.md README-secret.md !README*.md', 'a.md', 'README.md README-secret.md'],
  ['a !a/b a/b/c', 'a a/x a/b/c', 'a/b a/b/d'],
  ['a !a/b a', 'a a/c', 'a/b a/b/c'],
  ['a !a', '', 'a a/b'],
  ['!/a', '', 'a'],
  ['* !/a/', 'b', 'a a/b'],
  ['* !./a', 'b', 'a a/b'],
  ['* !a/../b', 'a', 'b b/c'],
  ['** !**/a', 'b b/c', 'a b/a b/a/c'],
  ['a/* !a/b/', 'a/c', 'a a/b a/b/c'],
  ['docs !docs/*.md docs/x.md', 'docs/a docs/x.md', 'docs/a.md'],
];

describe('createIgnore', () => {
  it.each(TABLE)('%s: out %s, taken %s', (patterns, out, taken) => {
    const ignore = createIgnore(patterns.split(' '));
    expect(ignore.invalid).toEqual([]);
    const paths = [...out.split(' '), ...taken.split(' ')].filter((path) => path !== '');
    expect(paths.filter((path) => ignore.ignores(path))).toEqual(
      out.split(' ').filter((path) => path !== ''),
    );
  });

  it.each([
    ['# a comment\n#b\na', 'a', '#b # b'],
    [' # not a comment\na', '# not a comment|a', ''],
    ['\uFEFF# comment\na', 'a', '\uFEFF#'],
    ['\uFEFFa', 'a', '\uFEFFa'],
    ['a\r\n\r\nb\r\n', 'a|b', 'c'],
    ['  a b \t\n\t!  c ', 'a b', 'a c'],
    ['*\n! a', 'b', 'a'],
    ['a #b', 'a #b', 'a'],
    ['', '', 'a .'],
  ])('reads the lines of %j', (text, out, taken) => {
    const ignore = createIgnore(text);
    for (const path of out.split('|').filter(Boolean))
      expect([path, ignore.ignores(path)]).toEqual([path, true]);
    for (const path of taken.split(' ').filter(Boolean))
      expect([path, ignore.ignores(path)]).toEqual([path, false]);
  });

  it.each([
    '!',
    '! ',
    '[',
    '[]',
    '[^]',
    '[]a]',
    '[a',
    '[a-]',
    '[-a]',
    'a\\',
    '[z-a]',
    'a\\y',
    'a\\é',
    'a[b\\',
  ])('reports %j', (pattern) => {
    const { invalid, ignores } = createIgnore(`ok\n${pattern}\n`);
    expect(invalid.map(({ line, pattern }) => [line, pattern])).toEqual([[2, pattern]]);
    expect(ignores('ok')).toBe(true);
  });

  it('cleans the paths it is asked about', () => {
    const { ignores } = createIgnore('a/b');
    expect(ignores('./a//b/')).toBe(true);
  });
});
