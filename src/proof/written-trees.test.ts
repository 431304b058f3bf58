import { expect, it } from 'vitest';
import { outermost, writtenTrees } from './written-trees.ts';

const treesOf = (paths: string[], folders: string[] = [], workdir = '/usr/src/app') =>
  writtenTrees(
    paths.map((path) => ({ path, bytes: 2 })),
    workdir,
    new Set(folders),
  ).map(({ path, kind, files, bytes }) => [path, kind, files, bytes]);

const APP = 'usr/src/app';

it('groups what lies below the working directory by the outermost folder that is new', () => {
  expect(treesOf([`${APP}/dist/a.js`, `${APP}/dist/b/c.js`], [`${APP}/dist`, `${APP}/dist/b`])).toEqual([
    ['/usr/src/app/dist', 'other', 2, 4],
  ]);
  expect(treesOf([`${APP}/public/build/a.js`], [`${APP}/public/build`])).toEqual([
    ['/usr/src/app/public/build', 'other', 1, 2],
  ]);
});

it.each([
  [`${APP}/next-env.d.ts`, '/usr/src/app/next-env.d.ts', 'other'],
  [`${APP}/src/a.js`, '/usr/src/app/src', 'other'],
  ['srv/a/b', '/srv/a', 'other'],
  [`${APP}/node_modules/express/index.js`, '/usr/src/app/node_modules/express', 'node-packages'],
  [`${APP}/node_modules/@a/b/lib/i.js`, '/usr/src/app/node_modules/@a/b', 'node-packages'],
  [`${APP}/node_modules/.bin/x`, '/usr/src/app/node_modules/.bin', 'node-packages'],
  [`${APP}/node_modules/.prisma/client/i.js`, '/usr/src/app/node_modules/.prisma', 'node-generated'],
  [
    `${APP}/node_modules/.pnpm/a@1/node_modules/.prisma/i.js`,
    '/usr/src/app/node_modules/.pnpm/a@1/node_modules/.prisma',
    'node-generated',
  ],
  [`${APP}/node_modules/.cache/babel/x`, '/usr/src/app/node_modules/.cache', 'cache'],
  [`${APP}/.next/cache/webpack/x`, '/usr/src/app/.next/cache', 'cache'],
  [`${APP}/tsconfig.tsbuildinfo`, '/usr/src/app/tsconfig.tsbuildinfo', 'cache'],
  ['root/.npm/_cacache/x', '/root/.npm', 'cache'],
  ['root/.cache/pip/x', '/root/.cache', 'cache'],
  ['root/.cache/puppeteer/chrome/x', '/root/.cache/puppeteer', 'node-generated'],
  ['usr/local/share/.cache/v6/x', '/usr/local/share/.cache', 'cache'],
  ['usr/local/lib/node_modules/pm2/a.js', '/usr/local/lib/node_modules/pm2', 'node-global'],
  ['usr/local/lib/node_modules/@a/cli/a.js', '/usr/local/lib/node_modules/@a/cli', 'node-global'],
  ['usr/local/bin/pm2', '/usr/local/bin', 'python-scripts'],
])('%s belongs to %s', (path, folder, kind) => {
  expect(treesOf([path])).toEqual([[folder, kind, 1, 2]]);
});

it('tells a whole node_modules that is new', () => {
  const modules = `${APP}/node_modules`;
  expect(
    treesOf([`${modules}/a/i.js`, `${modules}/b/node_modules/c/i.js`, `${modules}/.prisma/x`], [modules]),
  ).toEqual([
    ['/usr/src/app/node_modules', 'node-packages', 2, 4],
    ['/usr/src/app/node_modules/.prisma', 'node-generated', 1, 2],
  ]);
});

it('finds the outermost of paths', () => {
  expect(outermost(['a', 'a/b', 'c/d', 'c/d/e/f', 'ab'])).toEqual(['a', 'c/d', 'ab']);
});
