import { describe, expect, it } from 'vitest';
import { parseShell } from '../../syntax/shell/index.ts';
import { followed } from './build-commands.ts';
import { compiledBy, writtenBy } from './build-tools.ts';

const SCRIPTS = {
  build: 'run-s build:*',
  prebuild: 'rimraf dist',
  'build:types': 'tsc -d',
  'build:app': 'cross-env NODE_ENV=production vite build',
  loop: 'npm run loop',
};
const commandsOf = (text: string) =>
  parseShell(text).commands.flatMap((command) => followed(command, SCRIPTS));

describe('the commands of a build', () => {
  it.each([
    ['npm run build', ['rimraf dist', 'tsc -d', 'vite build']],
    ['npx --yes tsc -p . && node_modules/.bin/next build', ['tsc -p .', 'next build']],
    ['yarn astro build', ['astro build']],
    ['npm run none', [null]],
    ['npm run loop', [null]],
  ])('%s', (text, expected) => {
    expect(commandsOf(text).map((words) => words?.join(' ') ?? null)).toEqual(expected);
  });
});

describe('what they write', () => {
  it.each<[string, string[] | null, string[]]>([
    ['next build', ['.next'], ['.next', 'out']],
    ['next lint', [], []],
    ['nest build', ['lib'], ['lib']],
    ['tsc -d', ['lib'], ['lib']],
    ['tsc --outDir ./built/', ['built'], []],
    ['vite build --outDir=../static', ['../static'], []],
    ['babel src -d made', ['made'], []],
    ['ng build', [], ['dist']],
    ['eslint .', [], []],
    ['tsc --noEmit', [], []],
    ['./own-tool', null, []],
  ])('%s', (text, made, leaves) => {
    const [command = null] = commandsOf(text);
    const written = writtenBy(command, 'lib');
    expect([written?.made ?? null, written?.leaves ?? []]).toEqual([made, leaves]);
  });

  it('is not known of TypeScript that names no folder', () => {
    expect(writtenBy(['tsc'], null)).toBeNull();
    expect(writtenBy(['nest', 'build'], null)?.made).toEqual(['dist']);
  });

  it('comes of what compilers read', () => {
    expect(compiledBy(['babel', './src/index.js', 'lib', '-d', 'dist', '--copy-files'])).toEqual([
      'src',
      'lib',
    ]);
    expect(compiledBy(['node', 'src'])).toEqual([]);
  });
});
