import { expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { changedFiles } from './example.fixture.ts';
import { lockedInstall } from './locked-install.ts';

const FROM = 'FROM node:22-slim\nWORKDIR /app\n';
const FILES = {
  'package.json': '{"dependencies": {"a": "^1.0.0"}, "devDependencies": {"@b/c": "2"}}',
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: { '': { dependencies: { a: '^1.0.0' }, devDependencies: { '@b/c': '2' } } },
  }),
  'yarn.lock':
    '# yarn lockfile v1\n\n"@b/c@2":\n  version "2.0.0"\n\na@^1.0.0, a@^1.1.0:\n  version "1.2.0"\n',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
};

const after = (lines: string, files: Record<string, string> = {}) =>
  changedFiles(lockedInstall, setupOf({ Dockerfile: lines, ...FILES, ...files }))['Dockerfile'] ??
  'as it was';

it.each([
  ['npm i', 'npm ci'],
  ['npm install --production --legacy-peer-deps', 'npm ci --production --legacy-peer-deps'],
  ['npm --loglevel error install -s', 'npm --loglevel error ci -s'],
  ['npm i -g npm@11 && npm i', 'npm i -g npm@11 && npm ci'],
  ['npm pkg delete scripts.prepare && npm install', 'npm pkg delete scripts.prepare && npm ci'],
  ['npm install && npm run build', 'npm ci && npm run build'],
  ['yarn install --production', 'yarn install --production --frozen-lockfile'],
  ['yarn > log', 'yarn --frozen-lockfile > log'],
  ['pnpm install -P', 'pnpm install -P --frozen-lockfile'],
])('%s becomes %s', (run, expected) =>
  expect(after(`${FROM}COPY . .\nRUN ${run}\n`)).toBe(`${FROM}COPY . .\nRUN ${expected}\n`),
);

it.each([
  'npm ci',
  'npm clean-install',
  'npm install express',
  'npm install .',
  'npm install -g pm2',
  'npm install --no-package-lock',
  'npm install --package-lock=false',
  'npm install -w api',
  'npm install $FLAGS',
  'npm install a && npm install',
  'npm install || npm install --force',
  'rm -f package-lock.json && npm install',
  'rm *.lock && yarn',
  "sed -i 's/a/b/' package.json && npm i",
  'npm uninstall husky && npm install',
  '--mount=type=cache,target=/app/node_modules npm install',
  'yarn --pure-lockfile',
  'yarn install --frozen-lockfile',
  'yarn add a',
  'pnpm i --no-frozen-lockfile',
  'pnpm i --lockfile=false',
])('leaves %s', (run) => expect(after(`${FROM}COPY . .\nRUN ${run}\n`)).toBe('as it was'));

it.each<[string, string, Record<string, string>]>([
  ['the base has an old npm', 'FROM node:8\nCOPY . .\nRUN npm install\n', {}],
  [
    'an npmrc leaves lock files out',
    `${FROM}COPY . .\nRUN npm install\n`,
    { '.npmrc': 'package-lock=false' },
  ],
  ['a setting does', `${FROM}ENV npm_config_package_lock=false\nCOPY . .\nRUN npm install\n`, {}],
  [
    'the lock file is ignored',
    `${FROM}COPY . .\nRUN npm install\n`,
    { '.dockerignore': 'package-lock.json' },
  ],
  ['it is of another folder', `${FROM}COPY . .\nRUN cd web && npm install\n`, { 'web/package.json': '{}' }],
  ['it is empty', `${FROM}COPY . .\nRUN npm install\n`, { 'package-lock.json': '{}' }],
  ['it lacks a package', `${FROM}COPY . .\nRUN yarn\n`, { 'yarn.lock': '# yarn lockfile v1\n\na@^1.0.0:\n' }],
  ['it is of a later Yarn', `${FROM}COPY . .\nRUN yarn\n`, { 'yarn.lock': '__metadata:\n  version: 8\n' }],
  [
    'packages are workspaces',
    `${FROM}COPY . .\nRUN npm install\n`,
    { 'package.json': '{"workspaces": ["a"]}' },
  ],
])('leaves it where %s', (_, lines, files) => expect(after(lines, files)).toBe('as it was'));

it('takes the lock file of the folder that it installs in, in each stage', () => {
  const files = {
    'web/package.json': '{"dependencies": {"a": "1"}}',
    'web/package-lock.json': '{"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0"}}}',
  };
  const lines = (web: string, own: string) =>
    `FROM node:22 AS b\nCOPY web/ /web/\nRUN cd /web && npm ${web}\n${FROM}COPY package*.json ./\nRUN npm ${own}\n`;
  expect(after(lines('install', 'i --omit=dev'), files)).toBe(lines('ci', 'ci --omit=dev'));
});

it('tells what it was decided from, and why not', () => {
  const told = (run: string, files = {}) => {
    const setup = setupOf({ Dockerfile: `${FROM}COPY . .\nRUN ${run}\n`, ...FILES, ...files });
    const result = lockedInstall.apply(setup, 'frozen');
    return result.kind === 'applied' ? result.evidence : result.reason;
  };
  expect(told('npm i')).toEqual(['package-lock.json is copied before `npm i`']);
  expect(told('yarn')).toEqual(['yarn.lock is copied before `yarn`']);
  expect(told('npm i', { 'package.json': '{"dependencies": {"a": "^2"}}' })).toBe(
    'package-lock.json is out of step with package.json',
  );
});
