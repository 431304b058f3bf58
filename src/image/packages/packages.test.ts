import { describe, expect, it } from 'vitest';
import { dir, file, makeElf, readSpec, symlink } from '../../../test/unit/image/make-archive.ts';
import { languagePackages, librariesNeeded, osPackages, ownerOf, packagesAddedBy } from '../index.ts';

const paragraph = (fields: Record<string, string>) =>
  Object.entries({ Status: 'install ok installed', Version: '1', Architecture: 'amd64', ...fields })
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

const LIBC = paragraph({ Package: 'libc6', Source: 'glibc (2.41)', Section: 'libs', 'Installed-Size': '10' });
const POSTFIX = paragraph({ Package: 'postfix', Provides: 'mail-transport-agent, smtpd (= 3)' });
const PQ = paragraph({
  Package: 'libpq5',
  'Pre-Depends': 'libc6:any (>= 2.14)',
  Depends: 'absent | libssl3t64 (>= 3), exim4 | mail-transport-agent,\n nowhere',
  Description: 'short\n long\n .\n Package: not-a-field',
});
const SSL = paragraph({ Package: 'libssl3t64', Version: '3.5' });
const REMOVED = paragraph({ Package: 'old', Status: 'deinstall ok config-files' });

const elf = (needed: string[], more = {}) => makeElf({ needed, ...more });
const BASE = [
  symlink('lib', 'usr/lib'),
  dir('usr/lib/x86_64-linux-gnu'),
  file('usr/lib/x86_64-linux-gnu/libc.so.6', elf([])),
  file('var/lib/dpkg/status', [LIBC, REMOVED].join('\n')),
  file(
    'var/lib/dpkg/info/libc6:amd64.list',
    '/.\n/lib\n/lib/x86_64-linux-gnu\n/lib/x86_64-linux-gnu/libc.so.6\n',
  ),
];
const INSTALL = [
  file('usr/lib/x86_64-linux-gnu/libpq.so.5.17', elf(['libssl.so.3'])),
  symlink('usr/lib/x86_64-linux-gnu/libpq.so.5', 'libpq.so.5.17'),
  symlink('usr/lib/x86_64-linux-gnu/libpq.so', '/etc/alternatives/libpq.so'),
  symlink('etc/alternatives/libpq.so', '/usr/lib/x86_64-linux-gnu/libpq.so.5.17'),
  file('var/lib/dpkg/status', [LIBC, PQ, SSL, POSTFIX].join('\n')),
  file(
    'var/lib/dpkg/info/libpq5.list',
    '/usr/lib/x86_64-linux-gnu/libpq.so.5\n/usr/lib/x86_64-linux-gnu/libpq.so.5.17\n',
  ),
  file(
    'var/lib/apt/extended_states',
    'Package: libpq5\nAuto-Installed: 0\n\nPackage: libssl3t64\nAuto-Installed: 1\n',
  ),
];
const debian = await readSpec({ layers: [BASE, INSTALL, [file('app', '')]] });

describe('dpkg', () => {
  it('tells what is installed, alternatives and virtual names resolved', () => {
    const found = Object.fromEntries(osPackages(debian).map((found) => [found.name, found]));
    expect(Object.keys(found)).toEqual(['libc6', 'libpq5', 'libssl3t64', 'postfix']);
    expect(found['libpq5']?.depends).toEqual(['libc6', 'libssl3t64', 'postfix']);
    expect([found['libpq5']?.auto, found['libssl3t64']?.auto]).toEqual([false, true]);
    expect(found['libc6']).toMatchObject({
      source: 'glibc',
      section: 'libs',
      installedBytes: 10_240,
      version: '1',
    });
  });

  it('tells which layer brought which packages', () => {
    expect([0, 1, 2].map((at) => packagesAddedBy(debian, at))).toEqual([
      ['libc6'],
      ['libpq5', 'libssl3t64', 'postfix'],
      [],
    ]);
  });

  it('tells owners by either spelling of a merged folder, and behind symlinks that nobody owns', () => {
    const owners = [
      '/lib/x86_64-linux-gnu/libc.so.6',
      'usr/lib/x86_64-linux-gnu/libc.so.6',
      'lib/x86_64-linux-gnu/libpq.so.5',
      'usr/lib/x86_64-linux-gnu/libpq.so',
      'usr/lib/x86_64-linux-gnu',
      'app',
    ].map((path) => ownerOf(debian, path));
    expect(owners).toEqual(['libc6', 'libc6', 'libpq5', 'libpq5', null, null]);
  });

  it('reads the single files of distroless images', async () => {
    const index = await readSpec({
      layers: [
        [
          file('usr/bin/x', ''),
          file('var/lib/dpkg/status.d/base', 'Package: base-files\nVersion: 12\nArchitecture: all\n'),
          file('var/lib/dpkg/status.d/base.md5sums', `${'0'.repeat(32)}  usr/bin/x\n`),
        ],
      ],
    });
    expect(osPackages(index).map(({ name, version }) => `${name} ${version}`)).toEqual(['base-files 12']);
    expect(ownerOf(index, '/usr/bin/x')).toBe('base-files');
  });
});

describe('apk', () => {
  it('tells what is installed, by names, libraries and commands', async () => {
    const database =
      'C:Q1x=\nP:musl\nV:1.2.5-r0\nA:x86_64\nI:100\no:musl\np:so:libc.musl-x86_64.so.1=1\nF:lib\nR:ld-musl-x86_64.so.1\n\n' +
      'P:libpq\nV:16\nA:x86_64\nI:200\no:postgresql16\nD:so:libc.musl-x86_64.so.1 musl>=1.2 !bad absent\nF:usr\nF:usr/lib\nR:libpq.so.5\na:0:0:755\n';
    const index = await readSpec({
      layers: [
        [
          file('lib/apk/db/installed', database),
          file('etc/apk/world', 'libpq>1\n'),
          file('usr/lib/libpq.so.5'),
        ],
      ],
    });
    expect(
      osPackages(index).map(({ files, provides: _provides, ...rest }) => ({ ...rest, files: files() })),
    ).toEqual([
      {
        manager: 'apk',
        name: 'musl',
        version: '1.2.5-r0',
        architecture: 'x86_64',
        auto: true,
        installedBytes: 100,
        section: null,
        source: null,
        depends: [],
        files: ['lib', 'lib/ld-musl-x86_64.so.1'],
      },
      {
        manager: 'apk',
        name: 'libpq',
        version: '16',
        architecture: 'x86_64',
        auto: false,
        installedBytes: 200,
        section: null,
        source: 'postgresql16',
        depends: ['musl'],
        files: ['usr', 'usr/lib', 'usr/lib/libpq.so.5'],
      },
    ]);
    expect(ownerOf(index, 'usr/lib/libpq.so.5')).toBe('libpq');
  });
});

describe('languagePackages', () => {
  it('lists distributions and node packages with their place', async () => {
    const metadata = 'Metadata-Version: 2.1\nName: Flask\nVersion: 3.0.0\n\nName: not this\n';
    const index = await readSpec({
      layers: [
        [
          file('venv/site-packages/flask-3.0.0.dist-info/METADATA', metadata),
          file(
            'usr/lib/python3/dist-packages/six-1.16.egg-info/PKG-INFO',
            'Name: six\r\nVersion: 1.16\r\n\r\nx',
          ),
          file('app/node_modules/left-pad/package.json', '{"name":"left-pad","version":"1.3.0"}'),
          file('app/node_modules/@a/b/package.json', '{"name":"@a/b","version":"2.0.0"}'),
          file('app/node_modules/left-pad/esm/package.json', '{"type":"module","name":"no"}'),
          file('app/node_modules/broken/package.json', '{'),
        ],
      ],
    });
    expect(languagePackages(index)).toEqual({
      python: [
        { name: 'Flask', version: '3.0.0', location: 'venv/site-packages' },
        { name: 'six', version: '1.16', location: 'usr/lib/python3/dist-packages' },
      ],
      node: [
        { name: 'left-pad', version: '1.3.0', location: 'app/node_modules' },
        { name: '@a/b', version: '2.0.0', location: 'app/node_modules' },
      ],
    });
  });
});

describe('librariesNeeded', () => {
  it('finds each library as the linker would, and who owns it', async () => {
    const app = [
      file('venv/_psycopg.so', elf(['libpq.so.5', 'libc.so.6', 'libgone.so.1'])),
      file(
        'venv/libs/wheel.so',
        elf(['libbundled.so.1', 'libc.so.6', 'libown.so'], { runpath: '$ORIGIN/../bundled' }),
      ),
      file('venv/bundled/libbundled.so.1', elf([])),
      file('venv/libown.so', elf([])),
      file('opt/lib/libopt.so', elf([])),
      file('opt/wrong/libopt.so', elf([], { machine: 183 })),
      file('etc/ld.so.conf.d/a.conf', '# comment\n/opt/wrong\n/opt/lib # ours\n'),
      file('venv/uses-opt', elf(['libopt.so'])),
      file(
        'venv/text.so',
        'not an ELF file, however long it may be, so it is left out of the search altogether',
      ),
    ];
    const index = await readSpec({ layers: [BASE, INSTALL, app] });
    const given = app.map(({ header }) => header.name).filter((name) => name.startsWith('venv/'));
    const multiarch = 'usr/lib/x86_64-linux-gnu';
    expect(librariesNeeded(index, given)).toEqual([
      {
        soname: 'libbundled.so.1',
        neededBy: ['venv/libs/wheel.so'],
        path: 'venv/bundled/libbundled.so.1',
        package: null,
      },
      {
        soname: 'libc.so.6',
        neededBy: ['venv/_psycopg.so', 'venv/libs/wheel.so'],
        path: `${multiarch}/libc.so.6`,
        package: 'libc6',
      },
      { soname: 'libgone.so.1', neededBy: ['venv/_psycopg.so'], path: null, package: null },
      { soname: 'libopt.so', neededBy: ['venv/uses-opt'], path: 'opt/lib/libopt.so', package: null },
      { soname: 'libown.so', neededBy: ['venv/libs/wheel.so'], path: 'venv/libown.so', package: null },
      {
        soname: 'libpq.so.5',
        neededBy: ['venv/_psycopg.so'],
        path: `${multiarch}/libpq.so.5.17`,
        package: 'libpq5',
      },
    ]);
  });
});
