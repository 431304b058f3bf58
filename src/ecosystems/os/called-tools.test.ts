import { expect, it } from 'vitest';
import { parseShell } from '../../syntax/shell/index.ts';
import { programsOfCommand } from '../called-programs.ts';
import { alpinePackagesFor } from './alpine-packages.ts';
import { calledTools } from './called-tools.ts';

it.each([
  ['git clone x', ['git'], ['git']],
  ['tar xJC /usr/bin a', ['xz-utils', 'git'], ['xz-utils']],
  ['tar -xf a.tar.bz2', ['bzip2'], ['bzip2']],
  ['tar -xzf Jobs.tgz', ['xz-utils', 'bzip2'], []],
  ['make install', ['make'], 'make'],
])('%s calls, of %j, %j', (text, left, expected) => {
  const programs = parseShell(text).commands.flatMap(programsOfCommand);
  expect(calledTools(programs, left)).toEqual(expected);
});

it.each([
  [
    ['build-base', 'libffi-dev', 'openssl-dev', 'python3-dev'],
    ['libffi', 'libstdc++'],
  ],
  [['gcc', 'musl-dev', 'linux-headers'], []],
  [['gcc', 'imlib2-dev'], null],
])('Alpine has for %j %j', (names, expected) => {
  expect(alpinePackagesFor(names)).toEqual(expected);
});
