import { describe, expect, it } from 'vitest';
import { dir, file, hardlink, readSpec, symlink } from '../../test/unit/image/make-archive.ts';
import { attackSurface, executables, mergedFiles, osRelease, resolvePath, users } from './index.ts';

const PROGRAM = { mode: 0o755 };
const ROOT = [
  symlink('bin', 'usr/bin'),
  dir('usr/bin'),
  file('usr/bin/dash', '#', PROGRAM),
  symlink('usr/bin/sh', 'dash'),
  file('usr/bin/gcc-14', '#', PROGRAM),
  symlink('usr/bin/gcc', '/etc/alternatives/gcc'),
  symlink('etc/alternatives/gcc', '/usr/bin/gcc-14'),
  symlink('usr/bin/broken', 'nowhere'),
  file('usr/bin/notes', 'text'),
  dir('usr/bin/folder'),
  file('usr/bin/su', '#', { mode: 0o4755 }),
  hardlink('usr/local/bin/apt', 'usr/bin/dash'),
  symlink('loop', 'loop2'),
  symlink('loop2', 'loop'),
  symlink('up', '../../../usr/../usr/bin'),
  dir('tmp', { mode: 0o1777 }),
  dir('open', { mode: 0o777 }),
  file('open/file', '', { mode: 0o666 }),
  symlink('etc/os-release', '../usr/lib/os-release'),
  file('usr/lib/os-release', `# comment\nID=alpine\nVERSION_ID=3.20.1\nPRETTY_NAME='Alpine \\"x\\"'\n`),
  file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nbroken line\nweb:x:1001:1002:a,b:/srv:/bin/false\n'),
  file('etc/group', 'root:x:0:\nweb:x:1002:web,other\n'),
];
const index = await readSpec({
  layers: [ROOT],
  config: { Env: ['PATH=/usr/local/bin:/bin:/usr/bin:/gone'] },
});

describe('resolvePath', () => {
  const cases: [string, string | null][] = [
    ['/bin/sh', 'usr/bin/dash'],
    ['bin/gcc', 'usr/bin/gcc-14'],
    ['up/../bin/dash', 'usr/bin/dash'],
    ['/', ''],
    ['loop', null],
    ['usr/bin/broken', null],
    ['usr/nothing', null],
  ];
  it.each(cases)('%s is %s', (path, expected) => {
    expect(resolvePath(mergedFiles(index), path)).toBe(expected);
  });
});

describe('the system', () => {
  it('offers the commands of PATH, the first of a name, symlinks followed', () => {
    expect(Object.fromEntries(executables(index))).toEqual({
      apt: 'usr/local/bin/apt',
      dash: 'usr/bin/dash',
      sh: 'usr/bin/dash',
      gcc: 'usr/bin/gcc-14',
      'gcc-14': 'usr/bin/gcc-14',
      su: 'usr/bin/su',
    });
  });

  it('tells its release', () => {
    expect(osRelease(index)).toEqual({
      id: 'alpine',
      versionId: '3.20.1',
      codename: '',
      prettyName: 'Alpine "x"',
    });
  });

  it('has no release where there is nothing', async () => {
    expect(osRelease(await readSpec({ layers: [[file('app', '')]] }))).toBeNull();
  });

  it('tells its users and groups', () => {
    expect(users(index)).toEqual({
      users: [
        { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/sh' },
        { name: 'web', uid: 1001, gid: 1002, home: '/srv', shell: '/bin/false' },
      ],
      groups: [
        { name: 'root', gid: 0, members: [] },
        { name: 'web', gid: 1002, members: ['web', 'other'] },
      ],
    });
  });

  it('tells its attack surface', () => {
    expect(attackSurface(index)).toEqual({
      osPackages: 0,
      languagePackages: 0,
      setuid: ['usr/bin/su'],
      worldWritable: ['open', 'open/file'],
      shells: ['dash', 'sh'],
      packageManagers: ['apt'],
      compilers: ['gcc'],
    });
  });
});
