import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SetupPaths } from '../model/setup.ts';
import { contextBytes } from './context.ts';
import { folderWith } from './folder.fixture.ts';
import { findSetups } from './find.ts';
import { snapshotContext, writeInto, type SnapshotOptions } from './snapshot.ts';

const FROM = 'FROM scratch\n';

async function snapshot(dir: string, options?: SnapshotOptions) {
  const [paths] = await findSetups(dir);
  const made = await snapshotContext(dir, paths as SetupPaths, options);
  onTestFinished(() => made.dispose());
  return made;
}

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => !lstatSync(join(dir, path)).isDirectory())
    .sort();

describe('snapshotContext', () => {
  it('keeps content, modes, times, links and odd names', async () => {
    const dir = folderWith({ Dockerfile: FROM, 'a "b" ü\n.sh': 'x', 'sub/x': 'x' });
    chmodSync(join(dir, 'a "b" ü\n.sh'), 0o4751);
    utimesSync(join(dir, 'a "b" ü\n.sh'), 1000, 2000);
    chmodSync(join(dir, 'sub'), 0o750);
    utimesSync(join(dir, 'sub'), 1000, 3000);
    symlinkSync('sub/x', join(dir, 'link'));
    symlinkSync('/nowhere', join(dir, 'dangling'));
    lutimesSync(join(dir, 'dangling'), 1000, 4000);
    mkdirSync(join(dir, 'empty'));
    const { dir: copy } = await snapshot(dir);
    expect(filesIn(copy)).toEqual(['Dockerfile', 'a "b" ü\n.sh', 'dangling', 'link', 'sub/x']);
    const script = statSync(join(copy, 'a "b" ü\n.sh'));
    expect([script.mode & 0o7777, script.mtimeMs]).toEqual([0o4751, 2_000_000]);
    const sub = statSync(join(copy, 'sub'));
    expect([sub.mode & 0o7777, sub.mtimeMs]).toEqual([0o750, 3_000_000]);
    expect(lstatSync(join(copy, 'dangling')).mtimeMs).toBe(4_000_000);
    expect(readlinkSync(join(copy, 'link'))).toBe('sub/x');
    expect(readlinkSync(join(copy, 'dangling'))).toBe('/nowhere');
    expect(existsSync(join(copy, 'empty'))).toBe(true);
  });

  it('copies names that are no UTF-8 with their own bytes', async () => {
    const dir = folderWith({ Dockerfile: FROM });
    const name = Buffer.from('/caf\xe9', 'latin1');
    writeFileSync(Buffer.from(Buffer.from(dir).toString('latin1') + name.toString('latin1'), 'latin1'), 'x');
    const { dir: copy } = await snapshot(dir);
    expect(readdirSync(copy, { encoding: 'latin1' })).toContain('caf\xe9');
  });

  it('lies outside the project, for nobody else to see', async () => {
    const dir = folderWith({ Dockerfile: FROM });
    const { dir: copy } = await snapshot(dir);
    expect(dirname(copy)).toBe(tmpdir());
    expect(statSync(copy).mode & 0o077).toBe(0);
  });

  it('leaves out what the ignore file, the caller and Shipshape leave out', async () => {
    const dir = folderWith({
      Dockerfile: FROM,
      '.dockerignore': 'node_modules\n*.log\n!keep.log\nDockerfile\ncompose.yaml\n',
      'node_modules/x/y': '',
      'a.log': '',
      'keep.log': '',
      '.shipshape/cache': '',
      'DOCKER_IMPROVEMENTS.md': '',
      'compose.yaml': 'services: { web: { build: . } }',
    });
    expect(filesIn((await snapshot(dir)).dir)).toEqual([
      '.dockerignore',
      'Dockerfile',
      'compose.yaml',
      'keep.log',
    ]);
  });

  it('copies only the context and the files beside it', async () => {
    const dir = folderWith({
      'docker/web.Dockerfile': FROM,
      'docker/secret': '',
      'web/index.html': '',
      'compose.yaml': 'services: { web: { build: { context: web, dockerfile: ../docker/web.Dockerfile } } }',
    });
    expect(filesIn((await snapshot(dir)).dir)).toEqual([
      'compose.yaml',
      'docker/web.Dockerfile',
      'web/index.html',
    ]);
  });

  it('copies what a linked Dockerfile leads to', async () => {
    const dir = folderWith({ 'real/file': FROM });
    symlinkSync('real/file', join(dir, 'Dockerfile'));
    const { dir: copy } = await snapshot(dir);
    expect(lstatSync(join(copy, 'Dockerfile')).isFile()).toBe(true);
  });

  it('removes its copy on an interrupt and at the end', async () => {
    const dir = folderWith({ Dockerfile: FROM, 'closed/x': '' });
    chmodSync(join(dir, 'closed'), 0o500);
    const copies = () => readdirSync(tmpdir()).filter((name) => /^shipshape-[^-]*$/.test(name));
    const { dir: copy, dispose } = await snapshot(dir);
    await dispose();
    expect(existsSync(copy)).toBe(false);
    const before = copies();
    await expect(snapshot(dir, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(copies().filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe('writeInto', () => {
  it('replaces files and links without touching what they lead to', async () => {
    const dir = folderWith({ Dockerfile: FROM, 'run.sh': 'old', 'target.txt': 'old' });
    chmodSync(join(dir, 'run.sh'), 0o755);
    symlinkSync(join(dir, 'target.txt'), join(dir, 'link'));
    const made = await snapshot(dir);
    linkSync(join(made.dir, 'run.sh'), join(made.dir, 'hard'));
    await writeInto(
      made,
      new Map([
        ['run.sh', 'new'],
        ['link', 'new'],
        ['new folder/x', 'new'],
      ]),
    );
    const text = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');
    expect([text(made.dir, 'run.sh'), text(made.dir, 'link'), text(made.dir, 'new folder/x')]).toEqual([
      'new',
      'new',
      'new',
    ]);
    expect(statSync(join(made.dir, 'run.sh')).mode & 0o777).toBe(0o755);
    expect([text(made.dir, 'hard'), text(dir, 'target.txt'), text(dir, 'run.sh')]).toEqual([
      'old',
      'old',
      'old',
    ]);
  });

  it('never leaves the snapshot', async () => {
    const dir = folderWith({ Dockerfile: FROM });
    const outside = folderWith();
    symlinkSync(outside, join(dir, 'out'));
    const made = await snapshot(dir);
    await expect(writeInto(made, new Map([['out/x', '']]))).rejects.toThrow(RangeError);
    await expect(writeInto(made, new Map([['../x', '']]))).rejects.toThrow(RangeError);
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe('contextBytes', () => {
  it('counts what the ignore file leaves in', async () => {
    const dir = folderWith({ a: '1', 'b/c': '22', 'b/d.log': '333', 'n/x': '4444', '.shipshape/x': '55555' });
    symlinkSync('a', join(dir, 'link'));
    expect(await contextBytes(dir, '')).toBe(1 + 2 + 3 + 4);
    expect(await contextBytes(dir, '**/*.log\nn\n')).toBe(1 + 2);
    expect(await contextBytes(dir, '*\n!b\n!n/x\nb/c\n')).toBe(3 + 4);
  });
});
