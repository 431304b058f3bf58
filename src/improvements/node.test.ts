import { describe, expect, it } from 'vitest';
import type { Facts } from '../model/facts.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { changedFiles } from './example.fixture.ts';
import { manifestsFirst } from './manifests-first.ts';
import { packageManagerStart } from './package-manager-start.ts';
import { productionDependencies } from './production-dependencies.ts';
import { user } from './user.ts';

const FROM = 'FROM node:22-slim\nWORKDIR /app\n';

describe('manifests-first for Node', () => {
  const after = (run: string, files: Record<string, string>) =>
    changedFiles(
      manifestsFirst,
      setupOf({
        Dockerfile: `${FROM}COPY . .\nRUN ${run}\nCMD ["node", "."]\n`,
        'package.json': '{}',
        ...files,
      }),
    )['Dockerfile'] ?? 'as it was';

  it.each<[string, Record<string, string>, string]>([
    ['npm ci', { 'package-lock.json': '{}' }, 'COPY package.json package-lock.json ./\n'],
    ['npm install', {}, 'COPY package.json ./\n'],
    [
      'npm ci',
      { '.npmrc': '', 'package-lock.json': '{}' },
      'COPY package.json package-lock.json .npmrc ./\n',
    ],
    ['yarn', { 'yarn.lock': '' }, 'COPY package.json yarn.lock ./\n'],
    ['corepack enable && pnpm i', { 'pnpm-lock.yaml': '' }, 'COPY package.json pnpm-lock.yaml ./\n'],
    [
      'npm install -g npm@11 && npm ci',
      { 'package-lock.json': '' },
      'COPY package.json package-lock.json ./\n',
    ],
    ['npm ci', { 'patches/a.patch': '' }, 'COPY package.json ./\nCOPY patches/ ./patches/\n'],
    ['npm ci', { 'package.json': '{"scripts": {"prepare": "husky"}}' }, 'COPY package.json ./\n'],
    [
      'npm ci',
      { 'package.json': '{"scripts": {"postinstall": "prisma generate"}}', 'prisma/schema.prisma': '' },
      'COPY package.json ./\nCOPY prisma/ ./prisma/\n',
    ],
    ['cd web && npm ci', { 'web/package.json': '{}', 'web/a.js': '' }, 'COPY web/package.json ./web/\n'],
  ])('%s with %j', (run, files, copies) => {
    expect(after(run, files)).toBe(`${FROM}${copies}RUN ${run}\nCOPY . .\nCMD ["node", "."]\n`);
  });

  it.each<[string, Record<string, string>]>([
    ['npm ci', { 'package.json': '{"scripts": {"postinstall": "node build.js"}}' }],
    ['npm ci', { 'package.json': '{"scripts": {"prepare": "tsc"}}' }],
    ['npm ci', { 'package.json': '{"dependencies": {"a": "file:../a"}}' }],
    ['npm ci', { 'package.json': '{"workspaces": ["packages/*"]}' }],
    ['npm ci && npm run build', {}],
    ['npx something', {}],
    ['pnpm i --filter api', {}],
  ])('%s needs the source with %j', (run, files) => expect(after(run, files)).toBe('as it was'));
});

describe('package-manager-start', () => {
  const started = (cmd: string, manifest: object, facts?: (base: Facts) => Facts) =>
    changedFiles(
      packageManagerStart,
      setupOf(
        {
          Dockerfile: `${FROM}COPY . .\n${cmd}\n`,
          'package.json': JSON.stringify(manifest),
          'server.js': '',
        },
        facts,
      ),
    )['Dockerfile']?.slice(`${FROM}COPY . .\n`.length) ?? 'as it was';
  const scripts = (all: Record<string, string>) => ({ scripts: all, dependencies: { next: '15', pm2: '5' } });

  it.each([
    [
      'CMD ["npm", "start"]',
      { start: 'node --enable-source-maps dist/a.js' },
      'CMD ["node", "--enable-source-maps", "dist/a.js"]',
    ],
    ['CMD npm run serve', { serve: 'npm run web', web: 'node a.js' }, 'CMD ["node", "a.js"]'],
    [
      'CMD ["dumb-init", "--", "yarn", "start"]',
      { start: 'node a.js' },
      'CMD ["dumb-init", "--", "node", "a.js"]',
    ],
    ['ENTRYPOINT ["pnpm", "start"]', { start: 'node a.js' }, 'ENTRYPOINT ["node", "a.js"]'],
    ['CMD ["npm", "start"]', { start: 'next start' }, 'CMD ["node_modules/.bin/next", "start"]'],
    ['CMD ["npm", "start"]', { start: 'pm2-runtime a.js' }, 'CMD ["node_modules/.bin/pm2-runtime", "a.js"]'],
    ['CMD ["npm", "start"]', {}, 'CMD ["node", "server.js"]'],
  ])('%s with %j', (cmd, all, expected) => expect(started(cmd, scripts(all))).toBe(`${expected}\n`));

  it.each([
    ['CMD ["npm", "start"]', { start: 'node a.js', prestart: 'node b.js' }],
    ['CMD ["npm", "start"]', { start: 'node a.js && node b.js' }],
    ['CMD ["npm", "start"]', { start: 'NODE_ENV=production node a.js' }],
    ['CMD ["npm", "start"]', { start: 'cross-env A=1 node a.js' }],
    ['CMD ["npm", "start"]', { start: 'node a.js -p $PORT' }],
    ['CMD ["npm", "run", "start", "--", "-p", "80"]', { start: 'node a.js' }],
    ['CMD ["npm", "start", "--prefix", "web"]', { start: 'node a.js' }],
    ['CMD ["npm", "run", "other"]', { start: 'node a.js' }],
    ['ENTRYPOINT ["npm", "start"]\nCMD ["--port", "80"]', { start: 'node a.js' }],
    ['CMD ["sh", "-c", "npm start"]', { start: 'node a.js' }],
    ['CMD ["node", "a.js"]', { start: 'node b.js' }],
  ])('leaves %s with %j', (cmd, all) => expect(started(cmd, scripts(all))).toBe('as it was'));

  it('leaves it to a program that reads what npm sets, or calls programs of its packages', () => {
    const withSource = (source: Partial<Facts['source']>) => (base: Facts) => ({
      ...base,
      source: { ...base.source, ...source },
    });
    const reads = {
      name: 'npm_package_version',
      default: null,
      required: false,
      secret: false,
      where: 'a.js',
    };
    const all = scripts({ start: 'node a.js' });
    expect(started('CMD npm start', all, withSource({ variables: [reads] }))).toBe('as it was');
    expect(started('CMD npm start', all, withSource({ commands: ['next'] }))).toBe('as it was');
    expect(started('CMD npm start', all, withSource({ commands: ['ffmpeg'] }))).not.toBe('as it was');
  });

  it('needs no package managers then', () => {
    const before = {
      Dockerfile: `FROM node:22 AS builder\nWORKDIR /app\nCOPY . .\nRUN pnpm i\n\n${FROM}\n# pnpm\nRUN corepack enable\n\nCOPY --from=builder /app ./\nCMD ["pnpm", "start"]\n`,
      'package.json': '{"scripts": {"start": "node a.js"}}',
    };
    expect(changedFiles(packageManagerStart, setupOf(before))['Dockerfile']).toBe(
      `FROM node:22 AS builder\nWORKDIR /app\nCOPY . .\nRUN pnpm i\n\n${FROM}\nCOPY --from=builder /app ./\nCMD ["node", "a.js"]\n`,
    );
  });
});

describe('production-dependencies', () => {
  const manifest = JSON.stringify({
    scripts: { start: 'node a.js', dev: 'nodemon a.js' },
    dependencies: { express: '4' },
    devDependencies: { nodemon: '3' },
  });
  const left = (lines: string, files: Record<string, string> = {}) =>
    changedFiles(productionDependencies, setupOf({ Dockerfile: lines, 'package.json': manifest, ...files }))[
      'Dockerfile'
    ] ?? 'as it was';

  it.each([
    ['RUN pnpm i --frozen-lockfile', 'RUN pnpm i --frozen-lockfile --prod'],
    [
      'RUN yarn --frozen-lockfile && yarn cache clean',
      'RUN yarn --frozen-lockfile --production && yarn cache clean',
    ],
  ])('%s becomes %s', (run, expected) => {
    expect(left(`${FROM}COPY . .\n${run}\nCMD ["node", "a.js"]\n`)).toContain(`\n${expected}\n`);
  });

  it.each([
    ['a development dependency starts it', `${FROM}COPY . .\nRUN npm ci\nCMD ["npm", "run", "dev"]\n`],
    [
      'it builds in the stage that ships',
      `${FROM}COPY . .\nRUN npm ci\nRUN npm run build\nCMD ["node", "a.js"]\n`,
    ],
    ['it prunes by itself', `${FROM}COPY . .\nRUN npm ci\nRUN npm prune --omit=dev\nCMD ["node", "a.js"]\n`],
    [
      'its packages do not ship',
      `FROM node:22 AS b\nWORKDIR /app\nCOPY . .\nRUN npm ci\nFROM nginx\nCOPY --from=b /app/dist /usr/share/nginx/html\n`,
    ],
    [
      'others build on them',
      `FROM node:22 AS d\nWORKDIR /app\nCOPY . .\nRUN npm ci\nFROM d AS b\nRUN npm run build\n${FROM}COPY --from=d /app/node_modules ./node_modules\nCMD ["node", "a.js"]\n`,
    ],
  ])('leaves it where %s', (_, lines) => expect(left(lines)).toBe('as it was'));
});

describe('user where another stage made what the program writes', () => {
  const run = (path: string, holdsImageContent: boolean) => (base: Facts) => ({
    ...base,
    run: {
      kind: 'server' as const,
      ports: [80],
      startMs: 1,
      healthPath: null,
      healthStatus: null,
      writes: [{ path, holdsImageContent, bytes: 1 }],
      readOnlyWorks: null,
      peakMemory: null,
      requiredVariables: [],
    },
  });
  const dockerfile = `FROM node:22 AS b\nWORKDIR /app\nRUN npm run build\n${FROM}COPY --from=b /app/.next ./.next\nCMD ["node", "a.js"]\n`;

  it.each([
    ['/app/.next', true, 'COPY --from=b --chown=1001:1001 /app/.next ./.next\nUSER'],
    [
      '/app/.next/cache',
      false,
      'COPY --from=b /app/.next ./.next\nRUN install -d -o 1001 -g 1001 /app/.next/cache\nUSER',
    ],
    [
      '/app/.next/server',
      true,
      'COPY --from=b --chown=1001:1001 /app/.next/server/ /app/.next/server/\nRUN install -d -o 1001 -g 1001 /app/.next/server\nUSER',
    ],
  ])('%s', (path, holds, expected) => {
    expect(changedFiles(user, setupOf({ Dockerfile: dockerfile }, run(path, holds)))['Dockerfile']).toContain(
      expected,
    );
  });
});
