import { describe, expect, it } from 'vitest';
import { dir, file, hardlink, makeElf, readSpec } from '../../test/unit/image/make-archive.ts';
import { imageContents } from './index.ts';

const STATUS = `Package: libpq5
Status: install ok installed
Version: 1
Section: libs
Installed-Size: 2

Package: libpq-dev
Status: install ok installed
Version: 1
Section: libdevel
Installed-Size: 3
Depends: libpq5
`;
const PASSWD = 'root:x:0:0::/root:/bin/sh\n';
const library = file('usr/lib/libpq.so.5', makeElf({ soname: 'libpq.so.5' }));

const index = await readSpec({
  layers: [
    [
      dir('etc'),
      file('etc/passwd', PASSWD),
      file('var/lib/dpkg/status', STATUS.split('\n\n')[0]),
      file('var/lib/dpkg/info/libpq5.list', '/usr/lib/libpq.so.5\n'),
      library,
    ],
    [
      file('etc/passwd', `${PASSWD}app:x:1:1::/:/bin/sh\n`),
      file('etc/shadow', 'app::1:::::\n'),
      file('var/lib/dpkg/status', STATUS),
      file('app/program', makeElf({ needed: ['libpq.so.5'] }), { mode: 0o4755, uid: 7 }),
      file('app/key.pem', 'secret'),
      file('cache/a', '12345'),
      hardlink('app/a', 'cache/a'),
    ],
  ],
  config: { User: 'app', Env: ['A=1', 'B=2'] },
});
const named = { reference: 'app:1', isId: false };

describe('what rules see of an image', () => {
  const base = { reference: 'debian:13', layers: 1, env: ['A=1'] };
  const contents = imageContents(index, named, base);

  it('files with their owners, and what the base brought', () => {
    const byPath = new Map(contents.files.map((one) => [one.path, one]));
    expect(byPath.get('/usr/lib/libpq.so.5')).toMatchObject({ owner: 'libpq5', inBase: true });
    expect(byPath.get('/app/program')).toMatchObject({ owner: null, inBase: false, mode: 0o4755, uid: 7 });
    expect(byPath.has('/etc')).toBe(false);
  });

  it('bytes that a file shares with another name are not its own', () => {
    const sizes = contents.files.filter(({ path }) => path.endsWith('/a')).map(({ size }) => size);
    expect(sizes).toEqual([0, 0]);
  });

  it('packages: who depends on them and who loads their libraries', () => {
    expect(contents.packages).toEqual([
      { name: 'libpq5', bytes: 2048, section: 'libs', depends: [], inBase: true, loadedBy: ['/app/program'] },
      {
        name: 'libpq-dev',
        bytes: 3072,
        section: 'libdevel',
        depends: ['libpq5'],
        inBase: false,
        loadedBy: [],
      },
    ]);
  });

  it('accounts now and in the base', () => {
    expect(contents.texts['/etc/passwd']).toContain('app:');
    expect(contents.texts['/etc/shadow']).toBe('app::1:::::\n');
    expect(contents.base).toEqual({ reference: 'debian:13', env: ['A=1'], texts: { '/etc/passwd': PASSWD } });
    expect(contents.secretFiles).toEqual(['/app/key.pem']);
  });

  it('nothing is the base’s where none is known', () => {
    const alone = imageContents(index, named, null);
    expect(alone.base).toBeNull();
    expect([...alone.files, ...alone.packages].some(({ inBase }) => inBase)).toBe(false);
  });
});
