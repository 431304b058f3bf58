import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { prove, type ProveResult } from '../../src/index.ts';
import { builtCli, type CliOptions } from '../unit/cli.ts';
import { committed, contentOf, folderWith } from '../unit/folder.ts';
import { asSchemaSays } from '../unit/schema.ts';
import { describeWithEngine } from './engine.ts';
import { HELLO, hello, IMPATIENT, SERVER, SILENT, START } from './hello.ts';
import { idOf, imageOf } from './images.ts';
import { watched } from './watched.ts';

beforeAll(builtCli, 60_000);

interface Told {
  result: ProveResult;
  status: number | null;
  stderr: string;
}

/** Compares from within a project's folder, which must come out as it went in, as must the repository's own state. */
async function told(dir: string, args: readonly string[], options: CliOptions = {}): Promise<Told> {
  const before = { files: contentOf(dir), git: gitState(dir) };
  const { stdout, stderr, status } = await watched(dir, ['prove', ...args, '--json'], {
    cwd: dir,
    ...options,
  });
  expect({ files: contentOf(dir), git: gitState(dir) }).toEqual(before);
  return { result: asSchemaSays('prove', stdout), status, stderr };
}

function gitState(dir: string): string {
  const git = (...args: string[]): string => {
    try {
      return execFileSync('git', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      return 'none';
    }
  };
  return [git('status', '--porcelain'), git('log', '--all', '--oneline'), git('worktree', 'list')].join('\n');
}

/** Two projects, `old` and `new`, side by side in one folder. */
function both(old: Record<string, string>, now: Record<string, string>): string {
  const within = (folder: string, files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
  return folderWith({ ...within('old', old), ...within('new', now) });
}
const SIDES = ['--before', 'old', '--after', 'new'];
const SLIMMER = { ...HELLO, Dockerfile: SERVER.replace('COPY . .', 'COPY app.py ./') };

describeWithEngine('a change that holds', () => {
  it('of two folders: met, with what was compared and the numbers of both', async () => {
    const { result, status } = await told(both(HELLO, SLIMMER), SIDES);
    expect(result).toMatchObject({
      verdict: 'met',
      proof: 'answers',
      before: { name: 'old', kind: 'folder', dockerfile: 'Dockerfile', service: null, error: null },
      after: { name: 'new', kind: 'folder', error: null },
      contract: { met: true, probes: [{ path: '/', equal: true }], differences: [] },
    });
    expect(result.before?.base).toBe('python:3.13-slim');
    expect(result.compared).toEqual(
      expect.arrayContaining(['GET /: status 200, content type text/plain, body', 'ports 8000']),
    );
    for (const side of [result.before, result.after]) {
      expect(side?.measurement.size.uncompressed).toBeGreaterThan(1e6);
      for (const time of Object.values({ ...side?.measurement.build, dependencyEdit: 1 }))
        expect(time).toBeGreaterThan(0);
    }
    expect(status).toBe(0);
  });

  it('of a revision and a dirty work tree, in a subfolder of the repository', async () => {
    const root = folderWith(
      Object.fromEntries(Object.entries(HELLO).map(([path, text]) => [`apps/web/${path}`, text])),
    );
    // not for release, and so not in an archive of the revision
    writeFileSync(join(root, '.gitattributes'), 'Dockerfile export-ignore\n');
    committed(root);
    const dir = join(root, 'apps/web');
    writeFileSync(join(dir, 'Dockerfile'), SLIMMER.Dockerfile);
    writeFileSync(join(dir, 'notes.txt'), 'not committed\n');
    const { result, status } = await told(root, ['apps/web', '--before', 'HEAD']);
    expect(result).toMatchObject({
      verdict: 'met',
      before: { name: 'HEAD', kind: 'revision' },
      after: { name: 'apps/web', kind: 'folder' },
    });
    expect(result.before?.id).toMatch(/^[0-9a-f]{40}$/);
    expect(status).toBe(0);
  });

  it('by default of the last commit and the folder as it is', async () => {
    const dir = folderWith(HELLO);
    committed(dir);
    const { result } = await told(dir, []);
    expect(result).toMatchObject({
      verdict: 'met',
      before: { name: 'HEAD', kind: 'revision' },
      after: { name: '.', kind: 'folder' },
    });
  });

  it('of two Dockerfiles, one in the project and one outside', async () => {
    const dir = folderWith({ ...HELLO, 'Dockerfile.new': SLIMMER.Dockerfile });
    const outside = join(dirname(dir), 'Dockerfile.saved');
    writeFileSync(outside, SERVER);
    const { result } = await told(dir, ['--before', outside, '--after', 'Dockerfile.new']);
    expect(result).toMatchObject({
      verdict: 'met',
      before: { kind: 'dockerfile', dockerfile: 'Dockerfile' },
      after: { kind: 'dockerfile', dockerfile: 'Dockerfile.new' },
    });
  });

  it('of two images, which stay; nothing is built', async () => {
    const dir = both(HELLO, SLIMMER);
    const [old, now] = [imageOf(join(dir, 'old'), 'pvtest-old:1'), imageOf(join(dir, 'new'), 'pvtest-new:1')];
    const ids = [idOf(old), idOf(now)];
    const { result, status } = await told(dir, ['--before', old, '--after', now]);
    expect(result).toMatchObject({
      verdict: 'met',
      proof: 'answers',
      before: { kind: 'image', id: ids[0], dockerfile: null },
      after: { kind: 'image', id: ids[1] },
    });
    expect(result.before?.base, 'the image of the engine that its lowest layers are').toMatch(/^python:3/);
    expect(result.before?.measurement.size.aboveBase).toBeLessThan(10_000);
    expect(result.before?.measurement.build.cold).toBeNull();
    expect([idOf(old), idOf(now)]).toEqual(ids);
    expect(status).toBe(0);
  });

  it('of an image without a name and a folder, run as its compose service', async () => {
    const compose = `services:
  web:
    build: .
    environment: { GREETING: "from compose" }
    ports: ["8000:8000"]
`;
    const dir = folderWith({
      ...HELLO,
      'app.py': hello('assert os.environ["GREETING"] == "from compose"'),
      'compose.yaml': compose,
    });
    const id = idOf(imageOf(dir, 'pvtest-compose:1')) ?? '';
    const { result, status } = await told(dir, ['--before', `image:${id}`]);
    expect(result).toMatchObject({ verdict: 'met', before: { kind: 'image', id, service: 'web' } });
    expect(status).toBe(0);
    const alone = await told(dir, ['--before', id, '--after', id]);
    expect(alone.result, 'alone it lacks its environment').toMatchObject({
      verdict: 'failed',
      before: { error: { code: 'VARIABLE_REQUIRED' }, service: null },
    });
    const served = await told(dir, ['--before', id, '--after', id, '--service', 'web']);
    expect(served.result).toMatchObject({ verdict: 'met', before: { service: 'web' } });
  });

  it('of jobs: output and exit code are compared', async () => {
    const job = { Dockerfile: `${START}COPY . .\nCMD ["python", "app.py"]\n`, 'app.py': 'print(6 * 7)\n' };
    const { result } = await told(both(job, { ...job, 'app.py': 'print(42)\n' }), SIDES);
    expect(result).toMatchObject({ verdict: 'met', proof: 'answers', compared: ['exit code 0', 'output'] });
    const other = await told(both(job, { ...job, 'app.py': 'print(41)\n' }), SIDES);
    expect(other.result).toMatchObject({
      verdict: 'not-met',
      contract: { differences: [{ field: 'output' }] },
    });
  });

  it('of workers: they stay up, and it does not say that they answer', async () => {
    const worker = { ...SILENT, Dockerfile: SERVER.replace(/EXPOSE.*\n/, '') };
    const { result } = await told(both(worker, worker), SIDES);
    expect(result).toMatchObject({ verdict: 'met', proof: 'stays-up' });
    expect(result.compared.join()).not.toContain('GET');
  });
});

describeWithEngine('a change that does not hold', () => {
  it('answers another status', async () => {
    const broken = { ...HELLO, 'app.py': hello().replace('200', '404') };
    const { result, status } = await told(both(HELLO, broken), SIDES);
    expect(result).toMatchObject({
      verdict: 'not-met',
      proof: 'stays-up',
      before: { error: null },
      after: { error: null },
      contract: { met: false, differences: [{ field: 'GET / status', before: '200', after: '404' }] },
    });
    expect(status).toBe(1);
  });

  it.each([
    ['exits', { ...HELLO, 'app.py': 'raise SystemExit(3)\n' }, 'EXITS_AT_ONCE', 'builds'],
    ['does not build', { ...HELLO, Dockerfile: `${SERVER}RUN false\n` }, 'BUILD_FAILED', 'none'],
    ['never listens', { ...SILENT, ...IMPATIENT }, 'NEVER_LISTENS', 'builds'],
    [
      'stands on a base that cannot be had',
      { Dockerfile: 'FROM registry.invalid/none:1\n' },
      'BASE_UNRESOLVABLE',
      'none',
    ],
  ])('%s', async (_, broken, code, proof) => {
    const { result, status } = await told(both(HELLO, broken), SIDES);
    expect(result).toMatchObject({
      verdict: 'failed',
      proof,
      error: null,
      before: { error: null },
      after: { error: { code } },
    });
    expect(result.after?.error?.message).toMatch(/^After \(new\) /);
    expect(status).toBe(1);
  });

  it('on a side that never worked: it is said which', async () => {
    const broken = { ...HELLO, Dockerfile: `${SERVER}RUN false\n` };
    const { result, status } = await told(both(broken, HELLO), SIDES);
    expect(result).toMatchObject({
      verdict: 'failed',
      proof: 'none',
      before: { error: { code: 'BUILD_FAILED' } },
      after: { error: null },
    });
    expect(result.before?.error?.message).toMatch(/^Before \(old\) does not build/);
    expect(status).toBe(1);
  });

  it('is told to people as well', async () => {
    const broken = { ...HELLO, 'app.py': hello().replace('hello\\n', 'goodbye\\n') };
    const dir = both(HELLO, broken);
    const { stdout, status } = await watched(dir, ['prove', ...SIDES], { cwd: dir });
    expect(stdout).toMatch(/^verdict: not met/);
    expect(stdout).toContain('≠ GET / body');
    expect(stdout).toMatch(/before: old \(folder, Dockerfile\)\n +after: new/);
    expect(status).toBe(1);
  });
});

describeWithEngine('what cannot be compared', () => {
  it.each([
    ['an image that the engine does not have', ['--before', 'pvtest-none:1'], 'IMAGE_UNKNOWN'],
    ['what names nothing', ['--before', 'pvtestnone'], 'SUBJECT_UNKNOWN'],
    ['a folder without a Dockerfile', ['--before', 'docs'], 'NO_DOCKERFILE'],
    ['a service that is not there', ['--before', '.', '--service', 'db'], 'SERVICE_UNKNOWN'],
    ['a stage that is not there', ['--before', '.', '--target', 'none'], 'USAGE'],
  ])('%s', async (_, args, code) => {
    const { result, status, stderr } = await told(folderWith({ ...HELLO, 'docs/notes.txt': '' }), args);
    expect(result).toMatchObject({ verdict: null, before: null, after: null, error: { code } });
    expect(stderr).not.toContain('docker pull pvtest');
    expect(status).toBe(2);
  });

  it('a folder of a revision that did not have it', async () => {
    const dir = folderWith(HELLO);
    committed(dir);
    mkdirSync(join(dir, 'web'));
    for (const [path, text] of Object.entries(HELLO)) writeFileSync(join(dir, 'web', path), text);
    const { result } = await told(dir, ['web', '--before', 'HEAD']);
    expect(result.error).toMatchObject({ code: 'REVISION_UNKNOWN', message: expect.stringContaining('web') });
  });

  it('several setups, of which none is named', async () => {
    const compose = 'services:\n  a:\n    build: a\n  b:\n    build: b\n';
    const dir = folderWith({ 'compose.yaml': compose, 'a/Dockerfile': SERVER, 'b/Dockerfile': SERVER });
    const { result } = await told(dir, ['--before', '.']);
    expect(result.error).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('b (b/Dockerfile)'),
    });
  });
});

describeWithEngine('prove, interrupted', () => {
  it('removes what it started, and the exported revision', async () => {
    const dir = folderWith({ ...HELLO, Dockerfile: `${START}RUN sleep 600\n` });
    committed(dir);
    const { status, stdout } = await watched(dir, ['prove'], {
      cwd: dir,
      onStderr(soFar, cli) {
        if (soFar.includes('building before (HEAD)')) setTimeout(() => cli.kill('SIGINT'), 2000).unref();
      },
    });
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
  });
});

describeWithEngine('prove as a library', () => {
  it('gives the same object', async () => {
    const dir = folderWith(HELLO);
    const result = await prove(dir, { before: dir, probes: ['GET /any 200'] });
    expect(result).toMatchObject({ version: 1, verdict: 'met', contract: { met: true } });
    expect(result.contract.probes.map(({ path }) => path)).toContain('/any');
  });
});
