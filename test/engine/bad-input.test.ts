import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import type { ImproveResult, SetupResult } from '../../src/index.ts';
import { builtCli, type CliOptions } from '../unit/cli.ts';
import { committed, contentOf, folderWith } from '../unit/folder.ts';
import { describeWithEngine } from './engine.ts';
import { onlySetup } from './example.ts';
import { hello, HELLO, IMPATIENT, SERVER, SILENT, START } from './hello.ts';
import { leftOf, runsIn, watched as watchedCommand, type Watched } from './watched.ts';

const watched = (dir: string, args: readonly string[], options: CliOptions = {}): Promise<Watched> =>
  watchedCommand(dir, ['improve', dir, ...args], options);

/** What it says of a project's only setup; the project must come out as it went in. */
async function told(dir: string, args: readonly string[] = [], options: CliOptions = {}) {
  const before = contentOf(dir);
  const result = await watched(dir, ['--json', ...args], options);
  expect(contentOf(dir)).toEqual(before);
  const setup = onlySetup(JSON.parse(result.stdout) as ImproveResult);
  return { ...result, setup };
}

async function failed(files: Record<string, string>, code: string, args: string[] = []): Promise<string> {
  const { setup, status } = await told(folderWith(files), args);
  expect(setup).toMatchObject({ status: 'failed', proof: 'none', error: { code }, files: [] });
  expect(status).toBe(1);
  return setup.error?.message ?? '';
}

beforeAll(builtCli, 60_000);

describeWithEngine('originals that do not work', () => {
  it('does not build', async () => {
    const { setup } = await told(folderWith({ Dockerfile: `${START}RUN echo no such luck && exit 7\n` }));
    expect(setup).toMatchObject({
      status: 'failed',
      error: { code: 'BUILD_FAILED', where: { path: 'Dockerfile', line: 3 } },
    });
    expect(setup.error?.message).toMatch(/exit code: 7[^]*no such luck/);
  });

  it('hangs while it is built', async () => {
    const message = await failed({ Dockerfile: `${START}RUN sleep 600\n` }, 'BUILD_TIMEOUT', [
      '--timeout',
      '5',
    ]);
    expect(message).toContain('5 s');
  });

  it.each([
    ['a server', SERVER],
    ['a job', SERVER.replace(/EXPOSE.*\n/, '')],
  ])('exits at once: %s', async (_, Dockerfile) => {
    const files = { Dockerfile, 'app.py': 'import sys\nprint("I had rather not")\nsys.exit(3)\n' };
    expect(await failed(files, 'EXITS_AT_ONCE')).toMatch(/ended with 3[^]*I had rather not/);
  });

  it('never listens', async () => {
    expect(await failed({ ...SILENT, ...IMPATIENT }, 'NEVER_LISTENS')).toMatch(/nothing listens[^]*dreaming/);
  });

  it('listens where nobody outside reaches it', async () => {
    const files = { Dockerfile: SERVER, 'app.py': hello('', '127.0.0.1'), ...IMPATIENT };
    expect(await failed(files, 'NEVER_LISTENS')).toContain('127.0.0.1:8000');
  });

  it.each([
    [
      'a shell script',
      {
        Dockerfile: SERVER.replace('"python", "app.py"', '"sh", "start.sh"'),
        'start.sh': '#!/bin/sh\n: "${DATABASE_URL:?}"\nexec python app.py\n',
        'app.py': hello(),
      },
    ],
    [
      'a shell script in its own words',
      {
        Dockerfile: SERVER.replace('"python", "app.py"', '"sh", "start.sh"'),
        'start.sh': '#!/bin/sh\n: "${DATABASE_URL:?where is it?}"\nexec python app.py\n',
        'app.py': hello(),
      },
    ],
    [
      'the program',
      {
        Dockerfile: SERVER,
        'app.py': hello('if not os.environ.get("DATABASE_URL"):\n    sys.exit("DATABASE_URL is not set")'),
      },
    ],
    ['a stack trace', { Dockerfile: SERVER, 'app.py': hello('url = os.environ["DATABASE_URL"]') }],
    [
      'compose',
      {
        ...HELLO,
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: ${DATABASE_URL:?}\n',
      },
    ],
  ])('misses a variable that cannot be invented, says %s', async (_, files) => {
    expect(await failed(files, 'VARIABLE_REQUIRED')).toContain('DATABASE_URL');
  });

  it('stands on a base that cannot be had', async () => {
    const files = { Dockerfile: 'FROM registry.invalid/none:1\nCMD ["true"]\n' };
    expect(await failed(files, 'BASE_UNRESOLVABLE')).toContain('registry.invalid/none:1');
  });

  it('names a frontend that cannot be had: it is built without, and keeps the line', async () => {
    const line = '# syntax=registry.invalid/frontend:1';
    const { setup, status } = await told(folderWith({ ...HELLO, Dockerfile: `${line}\n${SERVER}` }));
    expect(setup).toMatchObject({ status: 'improved', proof: 'answers', error: null });
    expect(status).toBe(0);
    expect(setup.notes.join('\n')).toMatch(/# syntax=.*stays in the file/);
    const patch = setup.files.find(({ path }) => path === 'Dockerfile')?.patch ?? '';
    expect(patch).toContain(` ${line}\n`);
  });

  it('an engine that never answers', async () => {
    const dir = folderWith(HELLO);
    const path = join(dirname(dir), 'deaf.sock');
    const server = createServer(() => {}).listen(path);
    try {
      const args = ['--require-proof'];
      const { status, stdout } = await watched(dir, args, { env: { DOCKER_HOST: `unix://${path}` } });
      expect(status).toBe(1);
      expect(stdout).toContain('did not answer within 10 s');
    } finally {
      server.close();
    }
  });
});

describeWithEngine('secrets', () => {
  const VALUES = {
    buildArg: 'build-arg-5d1f',
    envFile: 'env-file-8c2e',
    dotenv: 'dotenv-file-1b7a',
    literal: 'compose-literal-9f3d',
    password: 'address-password-4e6b',
    buildSecret: 'build-secret-7a0c',
  };
  const SAYS_ALL = `print("error: I know", os.environ.get("GIVEN_TOKEN"), os.environ.get("API_TOKEN"),
      os.environ.get("DB"), open(".env").read(), flush=True)`;
  const files = (dockerfile: string, app: string) => ({
    Dockerfile: dockerfile,
    'app.py': app,
    '.env': `LOCAL_TOKEN=${VALUES.dotenv}\n`,
    'compose.yaml': `services:
  web:
    build: .
    environment:
      API_TOKEN: ${VALUES.literal}
      DB: postgres://app:${VALUES.password}@db/app
      GIVEN_TOKEN:
`,
  });
  const KNOWING = `${START}ARG BUILD_TOKEN
COPY . .
RUN --mount=type=secret,id=npm echo "I know $BUILD_TOKEN $(cat /run/secrets/npm)"
EXPOSE 8000
CMD ["python", "app.py"]
`;
  const LAST_RUN = `$(cat /run/secrets/npm)"`;

  async function run(project: Record<string, string>): Promise<{ setup: SetupResult; said: string }> {
    const dir = folderWith(project);
    const envFile = join(dirname(dir), 'secret.env');
    writeFileSync(envFile, `GIVEN_TOKEN=${VALUES.envFile}\n`);
    const args = ['--env-file', envFile, '--build-arg', `BUILD_TOKEN=${VALUES.buildArg}`];
    const options = { env: { NPM: VALUES.buildSecret } };
    const { setup, stdout, stderr, docker } = await told(
      dir,
      [...args, '--secret', 'id=npm,env=NPM'],
      options,
    );
    // what a patch takes away or leaves is the user's own text, and without it the patch would not apply
    const patches = setup.files.flatMap(({ patch }) =>
      patch.split('\n').filter((line) => line.startsWith('+')),
    );
    const rest = JSON.stringify({ ...setup, files: [] });
    expect(stdout.startsWith('{')).toBe(true);
    return { setup, said: [rest, stderr, docker, ...patches].join('\n') };
  }

  const expectNone = (said: string): void => {
    for (const value of Object.values(VALUES)) expect(said).not.toContain(value);
  };

  it('are not told by a build that fails', async () => {
    const dockerfile = KNOWING.replace(LAST_RUN, `${LAST_RUN} && exit 1`);
    const { setup, said } = await run(files(dockerfile, hello()));
    expect(setup.error?.code).toBe('BUILD_FAILED');
    expect(setup.error?.message).toContain('I know ••• •••');
    expectNone(said);
  });

  it('are not told by a program that fails', async () => {
    const { setup, said } = await run(files(KNOWING, hello(`${SAYS_ALL}\nsys.exit(1)`)));
    expect(setup.error?.code).toBe('EXITS_AT_ONCE');
    expect(setup.error?.message).toContain('I know ••• ••• •••');
    expectNone(said);
  });

  it('are not told by a result', async () => {
    const { setup, said } = await run(files(KNOWING, hello(SAYS_ALL)));
    expect(setup).toMatchObject({ status: 'improved', error: null });
    expectNone(said);
  });
});

describeWithEngine('Ctrl-C', () => {
  /** Runs it until `when` has come, then interrupts it. */
  async function interrupted(
    files: Record<string, string>,
    message: string,
    when: (dir: string) => Promise<void>,
  ) {
    const dir = folderWith(files);
    const before = contentOf(dir);
    let sent: Promise<void> | null = null;
    const result = await watched(dir, ['--write'], {
      onStderr(soFar, cli) {
        if (soFar.includes(message)) sent ??= when(dir).then(() => void cli.kill('SIGINT'));
      },
    });
    expect(sent, 'it came so far').not.toBeNull();
    expect(result).toMatchObject({ status: 130, stdout: '' });
    expect(result.stderr).toContain('error INTERRUPTED: Interrupted.\n');
    expect(contentOf(dir)).toEqual(before);
  }

  const until = async (happened: () => boolean): Promise<void> => {
    while (!happened()) await sleep(100);
  };

  it('in a step of the build', async () => {
    const files = { Dockerfile: `${START}RUN sleep 600\n` };
    await interrupted(files, 'building the original', () => sleep(3000));
  });

  it('while the original runs', async () => {
    await interrupted(SILENT, 'running the original', (dir) =>
      until(() => runsIn(join(dirname(dir), 'docker.log')).some((id) => leftOf(id).length > 2)),
    );
  });

  it.each([
    'building the original',
    'reading its image',
    'running the original',
    'trying it with a read-only root',
    'building the result',
    'running the result',
    'measuring original and result',
  ])('while it is %s', async (message) => {
    await interrupted(HELLO, message, () => sleep(250));
  });
});

describeWithEngine('where the project lies', () => {
  it('a path with blanks, quotes and other letters; uncommitted changes', async () => {
    const dir = folderWith({ ...HELLO, '.gitignore': '' }, `my "own" app's Größe 日本 $HOME`);
    committed(dir);
    const changed = `# mine\n${SERVER}`;
    writeFileSync(join(dir, 'Dockerfile'), changed);

    const refused = await told(dir, ['--write']);
    expect(refused.status).toBe(1);
    expect(refused.setup).toMatchObject({
      status: 'failed',
      proof: 'answers',
      error: { code: 'UNCOMMITTED', where: { path: 'Dockerfile' } },
    });
    const copy = join(dirname(dir), 'copy');
    cpSync(dir, copy, { recursive: true });
    const patch = refused.setup.files.map((file) => file.patch).join('');
    execFileSync('git', ['apply', '-'], { cwd: copy, input: patch });

    const written = await watched(dir, ['--write', '--force', '--json']);
    expect(written.status).toBe(0);
    const { 'DOCKER_IMPROVEMENTS.md': report, ...content } = contentOf(dir);
    expect(report).toBeDefined();
    expect(content).toEqual(contentOf(copy));
    expect(contentOf(dir)['Dockerfile']?.toString()).toMatch(/^# mine\nFROM /m);
  });

  const mountsOwn = spawnSync('unshare', ['--mount', 'true']).status === 0;
  it.skipIf(process.getuid?.() === 0 && !mountsOwn)('a folder that cannot be written', async () => {
    const dir = folderWith(HELLO);
    const readOnly = [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"',
      dir,
    ];
    const within = process.getuid?.() === 0 ? { within: readOnly } : {};
    chmodSync(dir, 0o555);
    const { setup, status } = await told(dir, [], within);
    expect(setup).toMatchObject({ status: 'improved', error: null });
    expect(status).toBe(0);
    const refused = await told(dir, ['--write'], within);
    expect(refused.setup).toMatchObject({ status: 'failed', error: { code: 'NOT_WRITABLE' } });
    expect(refused.docker).not.toMatch(/^build /m);
    chmodSync(dir, 0o755);
  });
});
