import { describe, expect, it } from 'vitest';
import { nodeCommand, parseShell, scriptOf } from '../index.ts';

function read(text: string) {
  const [command] = parseShell(text).commands;
  if (command === undefined) throw new Error('no command');
  const found = nodeCommand(command);
  return found && { ...found, words: found.operands.map(({ value }) => value), script: scriptOf(found) };
}

describe('nodeCommand', () => {
  it.each([
    ['npm ci', 'install'],
    ['npm clean-install --prefer-offline', 'install'],
    ['npm i', 'install'],
    ['npm install .', 'install'],
    ['npm i express', 'add'],
    ['npm install -g pm2', 'add-global'],
    ['npm install --location=global pm2', 'add-global'],
    ['npm start', 'run'],
    ['npm exec tsc', 'exec'],
    ['npx prisma generate', 'exec'],
    ['npm prune --omit=dev', 'prune'],
    ['npm cache clean --force', 'clean-cache'],
    ['npm config set registry https://r.test', 'configure'],
    ['npm pkg delete scripts.prepare', 'configure'],
    ['yarn', 'install'],
    ['yarn --frozen-lockfile', 'install'],
    ['/usr/local/bin/yarnpkg install', 'install'],
    ['yarn add koa', 'add'],
    ['yarn global add serve', 'add-global'],
    ['yarn build', 'run'],
    ['yarn workspace api build', 'run'],
    ['yarn workspaces focus --production', 'other'],
    ['pnpm i --frozen-lockfile', 'install'],
    ['pnpm add -g turbo', 'add-global'],
    ['pnpm -r build', 'run'],
    ['pnpm fetch', 'other'],
    ['pnpm store prune', 'clean-cache'],
    ['corepack enable pnpm', 'enable'],
    ['sudo env A=1 npm ci', 'install'],
  ])('%s: %s', (text, action) => expect(read(text)?.action).toBe(action));

  it.each(['node server.js', 'npm-check', 'echo npm ci', '$NPM ci'])('is null for %j', (text) =>
    expect(read(text)).toBeNull(),
  );

  it.each([
    ['npm start', 'start'],
    ['npm t', 'test'],
    ['npm run build -- --watch', 'build'],
    ['npm --prefix web run build', 'build'],
    ['yarn build:prod', 'build:prod'],
    ['yarn run build', 'build'],
    ['yarn workspace api build', 'build'],
    ['pnpm --filter web build', 'build'],
    ['npm run $SCRIPT', null],
    ['npm ci', null],
    ['yarn', null],
  ])('%s runs the script %s', (text, script) => expect(read(text)?.script).toBe(script));

  it.each([
    ['npm ci', null],
    ['npm ci --omit=dev', true],
    ['npm ci --omit dev', true],
    ['npm ci --omit=optional', null],
    ['npm install --only=production', true],
    ['npm install --production', true],
    ['npm install --production=false', false],
    ['npm install --production --include=dev', false],
    ['yarn install --prod', true],
    ['yarn install --production=false', false],
    ['pnpm install -P', true],
    ['npm install -P', null],
    ['pnpm install --prod', true],
  ])('%s: production %s', (text, production) => expect(read(text)?.production).toBe(production));

  it.each([
    ['npm install --prefix client', 'client', []],
    ['npm -C client i', 'client', []],
    ['yarn --cwd=web', 'web', []],
    ['pnpm -C web add x', 'web', ['x']],
    ['npm i --registry https://r.test a b', null, ['a', 'b']],
    ['npm i --legacy-peer-deps true', null, []],
  ])('%s works in %s', (text, folder, words) => expect(read(text)).toMatchObject({ folder, words }));

  it('tells workspaces and variables', () => {
    expect(read('npm ci -w api')).toMatchObject({ workspaces: true, dynamic: false });
    expect(read('pnpm --filter api i')?.workspaces).toBe(true);
    expect(read('npm ci $FLAGS')).toMatchObject({ workspaces: false, dynamic: true });
  });
});
