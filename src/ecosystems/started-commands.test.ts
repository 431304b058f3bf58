import { describe, expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { startedPrograms, startOf } from './node/start.ts';
import { finalCommands } from './started-commands.ts';

const FROM = 'FROM node:22\nWORKDIR /app\nCOPY . .\n';
const finals = (files: Record<string, string>) =>
  finalCommands(setupOf(files)).map(({ words }) => words.join(' '));

describe('the commands that a start comes down to', () => {
  const scripts = { start: 'node a.js', prestart: 'node before.js', serve: 'cross-env X=1 next start' };
  const files = (lines: string, more: Record<string, string> = {}) => ({
    Dockerfile: FROM + lines,
    'package.json': JSON.stringify({ scripts }),
    ...more,
  });

  it.each([
    ['CMD ["npm", "start"]', ['node before.js', 'node a.js']],
    ['CMD exec npm run serve', ['next start']],
    [
      'CMD ["sh", "-c", "npx prisma migrate deploy && exec node a.js"]',
      ['prisma migrate deploy', 'node a.js'],
    ],
    ['ENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["node", "a.js"]', ['node a.js']],
    ['CMD ["./wait-for-it.sh", "db:5432", "--", "node", "a.js"]', ['node a.js']],
    ['CMD dockerize -wait tcp://db:5432 -timeout 30s node a.js', ['node a.js']],
    ['CMD env-cmd -f .env node a.js', ['node a.js']],
    ['CMD ["gosu", "node:node", "node", "a.js"]', ['node a.js']],
    // in shell form it does not look at CMD
    ['ENTRYPOINT node a.js\nCMD ["b.js"]', ['node a.js']],
    ['CMD ["node", "entrypoint.js"]', ['node entrypoint.js']],
  ])('%s', (lines, expected) => {
    expect(finals(files(lines, { 'entrypoint.js': 'exec(code)\n', 'wait-for-it.sh': 'nc $1\n' }))).toEqual(
      expected,
    );
  });

  it.each([
    ['ENTRYPOINT ["./entrypoint.sh"]'],
    ['ENTRYPOINT ["tini", "--", "/app/entrypoint.sh"]'],
    ['ENTRYPOINT ["sh", "entrypoint.sh"]'],
  ])('%s: what the script runs, and what it is given', (entry) => {
    const script = 'set -e\nif [ "$DEV" ]; then npm run dev; fi\nnode migrate.js\nexec "$@"\n';
    const setup = files(`${entry}\nCMD ["node", "a.js"]`, { 'entrypoint.sh': script });
    expect(finals(setup)).toEqual(['set -e', 'node migrate.js', '"$@"', 'node a.js']);
    const own = files(`${entry}\nCMD ["node", "a.js"]`, { 'entrypoint.sh': 'exec node b.js\n' });
    expect(finals(own)).toEqual(['node b.js']);
  });

  it("takes compose's entrypoint and command in place of the image's", () => {
    const compose = (lines: string) => ({
      ...files('ENTRYPOINT ["node"]\nCMD ["a.js"]'),
      'compose.yaml': `services:\n  web:\n    build: .\n${lines}`,
    });
    expect(finals(compose('    command: [b.js]\n'))).toEqual(['node b.js']);
    expect(finals(compose('    entrypoint: npm run serve\n'))).toEqual(['next start']);
  });
});

describe('the start of a Node program', () => {
  const startWith = (lines: string, scripts: Record<string, string>) =>
    startOf(
      setupOf({
        Dockerfile: FROM + lines,
        'package.json': JSON.stringify({ scripts }),
        'server/package.json': JSON.stringify({ scripts: { start: 'node main.js', check: 'a && b' } }),
      }),
    );

  it.each<[string, Record<string, string>, string[] | null, string]>([
    ['CMD ["npm", "start"]', { start: 'cross-env A=1 node dist/a.js' }, ['node', 'dist/a.js'], '/app'],
    ['CMD ["npm", "start"]', {}, ['node', 'server.js'], '/app'],
    ['CMD ["npm", "start", "--", "--port", "1"]', { start: 'node a.js' }, null, '/app'],
    ['CMD ["npm", "start"]', { start: 'node a.js', poststart: 'echo' }, null, '/app'],
    ['CMD ["npm", "start"]', { start: 'A=1 node a.js' }, null, '/app'],
    ['CMD ["npm", "run", "none"]', {}, null, '/app'],
    ['CMD npm --prefix server start', {}, ['node', 'main.js'], '/app/server'],
    ['CMD npm --prefix server run check', {}, null, '/app/server'],
    ['CMD node a.js && node b.js', {}, null, '/app'],
    ['CMD ["dumb-init", "--", "sh", "-c", "node a.js"]', {}, ['node', 'a.js'], '/app'],
    ['ENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["node", "a.js"]', {}, ['node', 'a.js'], '/app'],
    ['ENTRYPOINT ["./run.sh"]\nCMD ["node", "a.js"]', {}, ['./run.sh', 'node', 'a.js'], '/app'],
  ])('%s with %j is %j in %s', (lines, scripts, argv, folder) => {
    const start = startWith(lines, scripts);
    expect([start.argv, start.folder]).toEqual([argv, folder]);
    expect(start.manifest?.folder).toBe(folder === '/app' ? '' : 'server');
  });

  it('names the programs that only run another one as well', () => {
    const start = startWith('CMD ["tini", "--", "npm", "start"]', { start: 'cross-env A=1 npx tsx a.ts' });
    expect(startedPrograms(start)).toEqual(['tini', 'npm', 'cross-env', 'npx', 'tsx']);
  });
});
