import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { improve, type ImproveResult } from '../../src/index.ts';
import { builtCli, shipshape, type CliOptions, type CliResult } from './cli.ts';
import { committed, contentOf, folderWith } from './folder.ts';
import { asSchemaSays } from './schema.ts';

const DOCKERFILE = 'FROM python:3.13-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n';
const SOUND = { Dockerfile: DOCKERFILE, 'app.py': 'print("hello")\n' };
const COMPOSE = 'services:\n  web:\n    build: .\n  db:\n    image: postgres\n';

beforeAll(builtCli, 60_000);

/** Runs it in a folder that must come out as it went in. */
async function untouched(dir: string, args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const before = contentOf(dir);
  const result = await shipshape(['improve', dir, ...args], options);
  expect(contentOf(dir)).toEqual(before);
  return result;
}

/** The one object on stdout, which must be as the schema says. */
function parsed({ stdout }: CliResult): ImproveResult {
  return asSchemaSays('improve', stdout);
}

/** Without an engine, so that only the input is looked at; both ways of telling the error. */
async function refused(dir: string, args: readonly string[], code: string, exit: number): Promise<CliResult> {
  const told = await untouched(dir, ['--no-engine', ...args]);
  expect(told).toMatchObject({ status: exit, stdout: '' });
  expect(told.stderr).toContain(`error ${code}: `);
  expect(told.stderr).toContain('→');
  const asJson = await untouched(dir, ['--no-engine', '--json', ...args]);
  expect(asJson.status).toBe(exit);
  expect(parsed(asJson)).toMatchObject({ error: { code }, setups: [] });
  return told;
}

describe('Dockerfiles that cannot be read', () => {
  it.each([
    ['no Dockerfile', { 'app.py': '' }, 'NO_DOCKERFILE', 'There is no Dockerfile in '],
    ['an empty one', { Dockerfile: '' }, 'DOCKERFILE_EMPTY', 'at Dockerfile\n'],
    ['only comments', { Dockerfile: '# to do\n\n' }, 'DOCKERFILE_EMPTY', 'at Dockerfile\n'],
    [
      'a binary',
      { Dockerfile: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]) },
      'DOCKERFILE_BINARY',
      'at Dockerfile\n',
    ],
    [
      'an unterminated heredoc',
      { Dockerfile: 'FROM python:3.13-slim\nRUN <<EOF\necho one\n' },
      'DOCKERFILE_SYNTAX',
      'at Dockerfile:2\n',
    ],
    [
      'bytes that are not UTF-8',
      { Dockerfile: Buffer.from('FROM python:3.13-slim\n# caf\xe9\nCMD ["true"]\n', 'latin1') },
      'DOCKERFILE_NOT_UTF8',
      'at Dockerfile:2\n',
    ],
  ])('%s', async (_, files, code, where) => {
    const dir = folderWith(files);
    const { stderr } = await refused(dir, ['--write', '--unproven', '--force'], code, 2);
    expect(stderr).toContain(where);
  });

  it('a folder that is not there', async () => {
    const dir = folderWith({});
    await refused(dir, ['--file', 'docker/Dockerfile'], 'NO_DOCKERFILE', 2);
    const missing = await shipshape(['improve', join(dir, 'none'), '--no-engine', '--json']);
    expect(missing.status).toBe(2);
    expect(parsed(missing)).toMatchObject({ error: { code: 'NO_FOLDER' }, setups: [] });
  });

  it('a file in the place of the folder', async () => {
    const dir = folderWith(SOUND);
    const told = await shipshape(['improve', join(dir, 'Dockerfile'), '--no-engine', '--json']);
    expect(told.status).toBe(2);
    expect(parsed(told).error).toMatchObject({ code: 'NO_FOLDER' });
  });

  it('a folder in the place of the Dockerfile', async () => {
    await refused(folderWith({ 'Dockerfile/notes.txt': '' }), [], 'NO_DOCKERFILE', 2);
  });

  it('one of two: nothing is written for the other', async () => {
    const compose = 'services:\n  a:\n    build: a\n  b:\n    build: b\n';
    const files = { 'compose.yaml': compose, 'a/Dockerfile': DOCKERFILE, 'a/app.py': '', 'b/Dockerfile': '' };
    await refused(folderWith(files), ['--write', '--unproven', '--force'], 'DOCKERFILE_EMPTY', 2);
  });

  it('two sound ones that share a compose file are both written', async () => {
    const compose = 'services:\n  a:\n    build: a\n  b:\n    build: b\n';
    const dir = folderWith({
      'compose.yaml': compose,
      'a/Dockerfile': DOCKERFILE,
      'b/Dockerfile': DOCKERFILE,
    });
    committed(dir);
    const told = await shipshape(['improve', dir, '--no-engine', '--write', '--unproven', '--json']);
    expect(parsed(told)).toMatchObject({ setups: [{ error: null }, { error: null }] });
    expect(told.status).toBe(0);
    const after = await untouched(dir, ['--no-engine', '--json']);
    expect(parsed(after).setups.flatMap(({ files }) => files)).toEqual([]);
  });

  it('through the library they are thrown, since they concern no result', async () => {
    await expect(improve(folderWith({}), { engine: false })).rejects.toMatchObject({
      code: 'NO_DOCKERFILE',
      exitCode: 2,
    });
  });
});

describe('wrong usage', () => {
  it.each([
    ['--json and --patch', ['--json', '--patch']],
    ['--unproven and --require-proof', ['--unproven', '--require-proof']],
    ['an unknown measure', ['--measure', 'slow']],
    ['a time-out of nothing', ['--timeout', '0']],
    ['a time-out that is no number', ['--timeout', 'soon']],
    ['a probe that cannot be asked', ['--probe', 'hello']],
    ['a Dockerfile outside the project', ['--file', '../Dockerfile']],
  ])('%s', async (_, args) => {
    const told = await untouched(folderWith(SOUND), ['--no-engine', ...args]);
    expect(told.status).toBe(2);
    expect(told.stderr).toContain('error USAGE: ');
    const errors = told.stdout === '' ? [] : [parsed(told).error?.code];
    expect(errors).toEqual(args.includes('--json') ? ['USAGE'] : []);
  });

  it.each([
    ['an unknown option', ['improve', '--no-such-option']],
    ['an option without its value', ['improve', '--file']],
    ['too many folders', ['improve', '.', '.']],
    ['an unknown command', ['improove']],
    ['no command', []],
  ])('%s', async (_, args) => {
    const told = await shipshape(args, { cwd: folderWith(SOUND) });
    expect(told).toMatchObject({ status: 2, stdout: '' });
    expect(told.stderr).not.toBe('');
  });

  it('an unknown service', async () => {
    const dir = folderWith({ ...SOUND, 'compose.yaml': COMPOSE });
    const told = await refused(dir, ['--service', 'worker'], 'SERVICE_UNKNOWN', 2);
    expect(told.stderr).toContain('web, db');
    await refused(dir, ['--service', 'db'], 'SERVICE_UNKNOWN', 2);
    await refused(folderWith(SOUND), ['--service', 'web'], 'SERVICE_UNKNOWN', 2);
  });

  it('a compose file that is none', async () => {
    const dir = folderWith({ ...SOUND, 'compose.yaml': 'services:\n  web: [\n' });
    await refused(dir, [], 'COMPOSE_UNREADABLE', 2);
  });

  it('a shipshape.yaml that is none', async () => {
    await refused(folderWith({ ...SOUND, 'shipshape.yaml': 'probess: []\n' }), [], 'CONFIG_INVALID', 2);
  });
});

describe('without an engine', () => {
  const NOWHERE = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };

  it('the proposal is made, and nothing is written', async () => {
    const told = await untouched(folderWith(SOUND), ['--no-engine', '--json']);
    expect(told.status).toBe(0);
    const result = parsed(told);
    expect(result).toMatchObject({ engine: null, error: null, setups: [{ proof: 'none', error: null }] });
    expect(result.setups[0]?.notes.join()).toContain('--no-engine');
  });

  it.each([
    ['none is asked', ['--no-engine'], {}],
    ['none answers', [], NOWHERE],
  ])('where %s, --write is refused unless --unproven', async (_, args, env) => {
    const dir = folderWith(SOUND);
    const told = await untouched(dir, [...args, '--write', '--json'], { env });
    expect(told.status).toBe(1);
    const [setup] = parsed(told).setups;
    expect(setup).toMatchObject({ status: 'failed', proof: 'none', error: { code: 'UNPROVEN' } });
    expect(setup?.files.length, 'the proposal is told all the same').toBeGreaterThan(0);

    const written = await shipshape(['improve', dir, ...args, '--write', '--unproven'], { env });
    expect(written.status).toBe(0);
    expect(contentOf(dir)['Dockerfile']?.toString()).not.toBe(DOCKERFILE);
    const again = await untouched(dir, [...args, '--write', '--json'], { env });
    expect(parsed(again).setups[0], 'there is nothing to write').toMatchObject({ error: null, files: [] });
    expect(again.status).toBe(0);
  });

  it('a proof that was asked for is not had', async () => {
    const told = await untouched(folderWith(SOUND), ['--no-engine', '--require-proof']);
    expect(told.status).toBe(1);
    expect(told.stderr).toContain('--require-proof');
  });

  it('stdout holds the patch and nothing else', async () => {
    const dir = folderWith(SOUND);
    const told = await untouched(dir, ['--no-engine', '--patch']);
    const { setups } = await improve(dir, { engine: false });
    expect(told.stdout).toBe(setups.flatMap(({ files }) => files.map(({ patch }) => patch)).join(''));
    expect(told.stdout).toMatch(/^--- /);
    expect(told.stderr).toContain('--no-engine');
  });
});

describe('uncommitted changes', () => {
  const write = ['--no-engine', '--write', '--unproven', '--json'];

  it('are refused, and written over with --force', async () => {
    const dir = folderWith(SOUND);
    committed(dir);
    writeFileSync(join(dir, 'Dockerfile'), `# mine\n${DOCKERFILE}`);
    const told = await untouched(dir, write);
    expect(told.status).toBe(1);
    const [setup] = parsed(told).setups;
    expect(setup).toMatchObject({
      status: 'failed',
      error: { code: 'UNCOMMITTED', where: { path: 'Dockerfile' } },
    });

    const forced = await shipshape(['improve', dir, ...write, '--force']);
    expect(forced.status).toBe(0);
    expect(contentOf(dir)['Dockerfile']?.toString()).toMatch(/^# mine\nFROM /m);
  });

  it('of other files do not matter', async () => {
    const dir = folderWith(SOUND);
    committed(dir);
    writeFileSync(join(dir, 'app.py'), 'print("good day")\n');
    expect((await shipshape(['improve', dir, ...write])).status).toBe(0);
    expect(contentOf(dir)['app.py']?.toString()).toBe('print("good day")\n');
  });

  it('are unknown where there is no repository', async () => {
    const dir = folderWith(SOUND);
    expect((await shipshape(['improve', dir, ...write])).status).toBe(0);
  });
});

describe('a folder that cannot be written', () => {
  /** Who may not write what root owns: root itself may write everywhere, whatever the modes say. */
  const as = process.getuid?.() === 0 ? { as: { uid: 65534, gid: 65534 } } : {};

  it('is read, and --write is refused', async () => {
    const dir = folderWith(SOUND);
    chmodSync(dirname(dir), 0o755);
    chmodSync(dir, 0o555);
    const proposal = await untouched(dir, ['--no-engine', '--json'], as);
    expect(parsed(proposal).setups[0]).toMatchObject({ status: 'improved', error: null });
    const told = await untouched(dir, ['--no-engine', '--json', '--write', '--unproven'], as);
    expect(told.status).toBe(1);
    expect(parsed(told).setups[0]).toMatchObject({ status: 'failed', error: { code: 'NOT_WRITABLE' } });
    chmodSync(dir, 0o755);
  });

  it('is refused whole: what could be written is not', async () => {
    const dir = folderWith({ ...SOUND, 'compose.yaml/notes.txt': '' });
    const told = await untouched(dir, ['--no-engine', '--json', '--write', '--unproven']);
    expect(told.status).toBe(1);
    expect(parsed(told).setups[0]?.error).toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('a Dockerfile that cannot be read', async () => {
    const dir = folderWith(SOUND);
    chmodSync(dirname(dir), 0o755);
    chmodSync(join(dir, 'Dockerfile'), 0o000);
    if (as.as) chownSync(dir, as.as.uid, as.as.gid);
    const told = await shipshape(['improve', dir, '--no-engine', '--json'], as);
    expect(told.status).toBe(2);
    expect(parsed(told).error).toMatchObject({ code: 'FILE_UNREADABLE', where: { path: 'Dockerfile' } });
  });
});
