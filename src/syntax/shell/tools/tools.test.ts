import { describe, expect, it } from 'vitest';
import {
  aptInstall,
  chownCommand,
  parseShell,
  pipCommand,
  type ShellCommand,
  userCommand,
} from '../index.ts';

function command(text: string): ShellCommand {
  const [first] = parseShell(text).commands;
  if (first === undefined) throw new Error('no command');
  return first;
}

describe('aptInstall', () => {
  it.each([
    [
      'apt-get install -y --no-install-recommends curl=8.1-1 libpq-dev',
      'apt-get',
      'install',
      [
        ['curl', '8.1-1'],
        ['libpq-dev', null],
      ],
      ['-y', '--no-install-recommends'],
    ],
    [
      'sudo DEBIAN_FRONTEND=noninteractive apt-get -qqo Dpkg::Use-Pty=0 update',
      'apt-get',
      'update',
      [],
      ['-q', '-q', '-o'],
    ],
    [
      '/usr/bin/apt install $X g++ -t bookworm-backports',
      'apt',
      'install',
      [
        [null, null],
        ['g++', null],
      ],
      ['-t'],
    ],
    [
      'apk add --no-cache --virtual .deps gcc~13 "curl=8.1-r0"',
      'apk',
      'add',
      [
        ['gcc', '~13'],
        ['curl', '8.1-r0'],
      ],
      ['--no-cache', '--virtual'],
    ],
  ])('%j', (text, tool, verb, packages, flags) => {
    const read = aptInstall(command(text));
    expect([
      read?.tool,
      read?.verb,
      read?.packages.map(({ name, version }) => [name, version]),
      read?.flags,
    ]).toEqual([tool, verb, packages, flags]);
  });

  it('gives the range of each package', () => {
    const text = 'apt-get install -y a b';
    expect(
      aptInstall(command(text))?.packages.map(({ range }) => text.slice(range.start, range.end)),
    ).toEqual(['a', 'b']);
  });

  it('is null for others', () => expect(aptInstall(command('apt-cache policy'))).toBeNull());
});

describe('pipCommand', () => {
  it('reads an install', () => {
    const read = pipCommand(
      command(
        'pip install --no-cache-dir -r req.txt -rb.txt -c con.txt -e . --index-url=https://i.test/simple flask==3 "x[y]>1" --python /v/bin/python',
      ),
    );
    expect(read).toMatchObject({
      python: { form: 'pip', text: 'pip' },
      verb: 'install',
      requirements: ['req.txt', 'b.txt'],
      constraints: ['con.txt'],
      editable: ['.'],
      packages: ['flask==3', 'x[y]>1'],
      indexUrls: ['https://i.test/simple'],
      flags: ['--no-cache-dir', '-r', '-r', '-c', '-e', '--index-url', '--python'],
      targetsPython: '/v/bin/python',
      dynamic: false,
    });
  });

  it.each([
    ['/opt/venv/bin/pip3.13 --quiet wheel .', 'pip3', '/opt/venv/bin/pip3.13'],
    ['python3 -u -m pip install x', 'python -m pip', 'python3 -u -m pip'],
    ['env A=1 pip install x', 'pip', 'pip'],
  ])('%j is %s', (text, form, words) => {
    const read = pipCommand(command(text));
    expect([read?.python.form, read?.python.text]).toEqual([form, words]);
    expect(text.slice(read?.python.range.start, read?.globalOptionOffset)).toBe(words);
  });

  it('tells dynamic words', () =>
    expect(pipCommand(command('pip install $X'))).toMatchObject({ dynamic: true, packages: [] }));

  it.each(['python app.py -m pip', 'python -m venv x', 'pipx install y', '$PIP install'])(
    'is null for %j',
    (text) => expect(pipCommand(command(text))).toBeNull(),
  );
});

describe('userCommand', () => {
  const none = { uid: null, gid: null, groups: [], system: false, home: null, createHome: null, shell: null };
  it.each([
    [
      'useradd -rms /bin/false -u 1001 -g app app',
      {
        verb: 'useradd',
        name: 'app',
        system: true,
        createHome: true,
        shell: '/bin/false',
        uid: '1001',
        gid: 'app',
      },
    ],
    [
      'useradd --uid=1001 --no-create-home --home-dir /x -G a,b $U',
      { verb: 'useradd', name: null, uid: '1001', createHome: false, home: '/x', groups: ['a', 'b'] },
    ],
    ['groupadd --system --gid 1001 app', { verb: 'groupadd', name: 'app', system: true, gid: '1001' }],
    [
      'adduser -S -D -H -h /x -u 5 -G app -g "An app" app',
      { verb: 'adduser', name: 'app', system: true, home: '/x', createHome: false, uid: '5', gid: 'app' },
    ],
    [
      'adduser --system --no-create-home --group --disabled-password --gecos "" app',
      { verb: 'adduser', name: 'app', system: true, createHome: false },
    ],
    ['adduser app audio', { verb: 'adduser', name: 'app', groups: ['audio'] }],
    ['addgroup -g 7 -S app', { verb: 'addgroup', name: 'app', gid: '7', system: true }],
  ])('%j', (text, expected) => {
    expect(userCommand(command(text))).toEqual({ ...none, ...expected });
  });

  it('is null for others', () => expect(userCommand(command('usermod -aG x y'))).toBeNull());
});

describe('chownCommand', () => {
  it.each([
    [
      'chown -Rv app:app /app "$X" /y/*',
      { recursive: true, owner: 'app:app', paths: ['/app', null, '/y/*'] },
    ],
    ['chown --reference=/a /b', { recursive: false, owner: null, paths: ['/b'] }],
  ])('%j', (text, expected) => expect(chownCommand(command(text))).toEqual(expected));

  it('is null for others', () => expect(chownCommand(command('chmod +x y'))).toBeNull());
});
