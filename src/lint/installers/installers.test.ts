import { describe, expect, it } from 'vitest';
import { DockerfileFacts } from '../dockerfile/file.ts';
import { deletionsIn } from './deleted.ts';
import { downloadOf } from './download.ts';
import { osCallsIn, packagesOf } from './os.ts';

function run(script: string, before = '') {
  const source = `FROM debian:13\n${before}RUN ${script}\n`;
  const instruction = new DockerfileFacts({ path: 'Dockerfile', source }).instructions.at(-1);
  if (instruction === undefined) throw new Error('there is a RUN');
  return instruction;
}

describe('packages of an install', () => {
  const packages = (script: string, before?: string) =>
    osCallsIn(run(script, before)).flatMap((call) =>
      packagesOf(call).map(({ name, version, kind }) => [name, version, kind]),
    );

  it('have name and version as the manager writes them', () => {
    expect(packages('apt-get install curl=8.14.1-2 git/stable ./a.deb')).toEqual([
      ['curl', '8.14.1-2', 'package'],
      ['git', 'stable', 'package'],
      [null, null, 'file'],
    ]);
    expect(packages('apk add --virtual .x "flex>=2.6" git@edge !vim')).toEqual([
      ['flex', '2.6', 'package'],
      ['git', null, 'package'],
    ]);
    expect(packages('yum install openssl-1:1.1.1k rpm-sign gcc-c++-1.1.1 @tools')).toEqual([
      ['openssl', '1:1.1.1k', 'package'],
      ['rpm-sign', null, 'package'],
      ['gcc-c++', '1.1.1', 'package'],
      [null, null, 'group'],
    ]);
  });

  it('are looked up in variables of the file and of the step', () => {
    expect(packages('P="a b=1" && apt-get install $P $C', 'ENV C=c\n')).toEqual([
      ['a', null, 'package'],
      ['b', '1', 'package'],
      ['c', null, 'package'],
    ]);
    expect(packages('apt-get install $UNKNOWN curl=$VERSION')).toEqual([
      [null, null, 'unknown'],
      ['curl', '$VERSION', 'package'],
    ]);
  });
});

describe('what a step deletes', () => {
  it.each([
    ['rm -rf /var/lib/apt/lists/*', ['/var/lib/apt/lists']],
    ['rm -fr "/var/cache/apk" /root/.cache/', ['/var/cache/apk', '~/.cache']],
    ['cd /var/lib && rm -rf apt dpkg', ['/var/lib/apt', '/var/lib/dpkg']],
    ['rm -rf /var/{cache/apt,log}/*', ['/var/cache/apt', '/var/log']],
    ['find /var/lib/apt/lists -type f -delete', ['/var/lib/apt/lists']],
    ['find /var -name x', []],
  ])('%j', (script, paths) => {
    expect(deletionsIn(run(script)).map(({ path }) => path)).toEqual(paths);
  });
});

describe('where a download goes', () => {
  it.each([
    ['curl -fsSLo /tmp/a https://example.com/a', 'file'],
    ['curl https://example.com/a | tar xz', 'pipe'],
    ['V=$(curl https://example.com/a)', 'value'],
    ['curl https://example.com/a > /a', 'file'],
    ['curl -o /dev/null https://example.com/a', 'log'],
    ['wget https://example.com/a', 'file'],
    ['wget -qO- https://example.com/a | sh', 'pipe'],
    ['wget --spider https://example.com/a', 'log'],
  ])('%j', (script, goesTo) => {
    expect(run(script).commands.map((command) => downloadOf(command)?.goesTo)).toContain(goesTo);
  });
});
