import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addFiles, commitAll, folderWith, git } from './folder.fixture.ts';
import { uncommitted } from './git.ts';
import { assertWritable } from './target.ts';
import { writeFiles } from './write.ts';

/** Set to let the file system fail: the name of the file and the error. */
const failure: { operation: 'open' | 'rename' | null; on: string; code: string } = {
  operation: null,
  on: '',
  code: '',
};

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const failing = (operation: 'open' | 'rename', path: unknown): void => {
    if (failure.operation === operation && String(path).includes(failure.on))
      throw Object.assign(new Error(failure.code), { code: failure.code });
  };
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      failing('open', args[0]);
      return real.open(...args);
    },
    rename: async (...args: Parameters<typeof real.rename>) => {
      failing('rename', args[1]);
      return real.rename(...args);
    },
  };
});
afterEach(() => {
  failure.operation = null;
});

const text = (dir: string, path: string) => readFileSync(join(dir, path), 'utf8');
const edit = (path: string, before: string | null = 'old') => ({ path, before, text: 'new ü\r\n' });

describe('writeFiles', () => {
  it('edits and creates, keeps modes and leaves nothing else behind', async () => {
    const dir = folderWith({ 'run it.sh': 'old', 'sub/x': 'old' });
    chmodSync(join(dir, 'run it.sh'), 0o750);
    await writeFiles(dir, [edit('run it.sh'), edit('sub/x'), edit('.dockerignore', null)]);
    expect(readdirSync(dir).sort()).toEqual(['.dockerignore', 'run it.sh', 'sub']);
    expect(readdirSync(join(dir, 'sub'))).toEqual(['x']);
    for (const path of ['run it.sh', 'sub/x', '.dockerignore']) expect(text(dir, path)).toBe('new ü\r\n');
    expect(statSync(join(dir, 'run it.sh')).mode & 0o777).toBe(0o750);
  });

  it.each([
    ['changed meanwhile', 'a', 'old', 'theirs'],
    ['made meanwhile', 'a', null, 'theirs'],
    ['removed meanwhile', 'a', 'old', null],
  ])('refuses a file that was %s, and writes none', async (_, path, before, now) => {
    const dir = folderWith({ b: 'old', ...(now !== null && { [path]: now }) });
    await expect(writeFiles(dir, [edit('b'), edit(path, before)])).rejects.toMatchObject({
      code: 'UNCOMMITTED',
      where: { path },
    });
    expect(text(dir, 'b')).toBe('old');
    expect(readdirSync(dir).sort()).toEqual(now === null ? ['b'] : ['a', 'b']);
    await writeFiles(dir, [edit('b'), edit(path, before)], { force: true });
    expect(text(dir, path)).toBe('new ü\r\n');
  });

  it('takes the first renames back when a later one fails', async () => {
    const dir = folderWith({ a: 'old', c: 'old' });
    chmodSync(join(dir, 'a'), 0o640);
    Object.assign(failure, { operation: 'rename', on: '/c', code: 'EIO' });
    await expect(writeFiles(dir, [edit('a'), edit('b', null), edit('c')])).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      where: { path: 'c' },
    });
    expect(readdirSync(dir).sort()).toEqual(['a', 'c']);
    expect([text(dir, 'a'), text(dir, 'c')]).toEqual(['old', 'old']);
    expect(statSync(join(dir, 'a')).mode & 0o777).toBe(0o640);
  });

  it('writes nothing after an interrupt', async () => {
    const dir = folderWith({ a: 'old' });
    await expect(writeFiles(dir, [edit('a')], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(readdirSync(dir)).toEqual(['a']);
    expect(text(dir, 'a')).toBe('old');
  });

  it('follows a link within the project, and none out of it', async () => {
    const outside = folderWith({ x: 'old' });
    const dir = folderWith({ 'real/x': 'old' });
    symlinkSync('real/x', join(dir, 'inside'));
    symlinkSync(join(outside, 'x'), join(dir, 'out'));
    symlinkSync(outside, join(dir, 'folder'));
    await writeFiles(dir, [edit('inside')]);
    expect(text(dir, 'real/x')).toBe('new ü\r\n');
    for (const path of ['out', 'folder/x', '../x', 'folder/new'])
      await expect(writeFiles(dir, [edit(path)])).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    expect(text(outside, 'x')).toBe('old');
    expect(readdirSync(outside)).toEqual(['x']);
  });
});

describe('git', () => {
  it('refuses files that are not as committed, unless forced', async () => {
    const dir = folderWith({ Dockerfile: 'old', 'other file': 'old' });
    commitAll(dir);
    addFiles(dir, { 'other file': 'theirs' });
    await writeFiles(dir, [edit('Dockerfile')]);
    await expect(
      writeFiles(dir, [{ ...edit('Dockerfile', 'new ü\r\n'), text: 'newer' }]),
    ).rejects.toMatchObject({
      code: 'UNCOMMITTED',
      where: { path: 'Dockerfile' },
    });
    expect(text(dir, 'Dockerfile')).toBe('new ü\r\n');
    await writeFiles(dir, [{ ...edit('Dockerfile', 'new ü\r\n'), text: 'newer' }], { force: true });
    expect(text(dir, 'Dockerfile')).toBe('newer');
  });

  it('tells changed, staged, deleted, untracked and ignored files in a subfolder', async () => {
    const names = ['clean', 'changed', 'staged', 'deleted', 'ü "q".txt', 'star*', ':odd'];
    const root = folderWith({
      starry: 'x',
      '.gitignore': 'sub/ignored\nsub/whole/\n',
      ...Object.fromEntries(names.map((name) => [`sub/${name}`, 'old'])),
    });
    commitAll(root);
    const dir = join(root, 'sub');
    addFiles(dir, {
      changed: 'x',
      staged: 'x',
      'ü "q".txt': 'x',
      untracked: 'x',
      ignored: 'x',
      'whole/x': 'x',
      starlight: 'x',
      ':odd': 'x',
    });
    git(root, 'add', 'sub/staged');
    rmSync(join(dir, 'deleted'));
    const asked = [...names, 'untracked', 'ignored', 'whole/x', 'not there'];
    expect(await uncommitted(dir, asked)).toEqual([
      'changed',
      'staged',
      'deleted',
      'ü "q".txt',
      ':odd',
      'untracked',
      'ignored',
      'whole/x',
    ]);
  });

  it('is not needed', async () => {
    const dir = folderWith({ a: 'old' });
    expect(await uncommitted(dir, ['a'])).toEqual([]);
    vi.stubEnv('PATH', '/nowhere');
    expect(await uncommitted(dir, ['a'])).toEqual([]);
    vi.unstubAllEnvs();
  });

  it('is believed when it cannot tell', async () => {
    const dir = folderWith({ a: 'old' });
    commitAll(dir);
    addFiles(dir, { '.git/config': '[core\n' });
    await expect(uncommitted(dir, ['a'])).rejects.toMatchObject({ code: 'UNCOMMITTED' });
  });
});

describe('read-only folders', () => {
  it.each(['EROFS', 'EACCES', 'ENOSPC'])('are told before long work (%s)', async (code) => {
    const dir = folderWith({ a: 'old' });
    Object.assign(failure, { operation: 'open', on: dir, code });
    const error = {
      code: 'NOT_WRITABLE',
      where: { path: 'a' },
      message: expect.stringContaining(code) as string,
    };
    await expect(assertWritable(dir, ['a'])).rejects.toMatchObject(error);
    await expect(writeFiles(dir, [edit('a')])).rejects.toMatchObject(error);
    failure.operation = null;
    expect(readdirSync(dir)).toEqual(['a']);
    await assertWritable(dir, ['a', 'b']);
    expect(readdirSync(dir)).toEqual(['a']);
  });

  it('are no folders at all', async () => {
    const dir = folderWith({ f: '' });
    mkdirSync(join(dir, 'd'));
    await expect(assertWritable(dir, ['f/x'])).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    await expect(assertWritable(dir, ['gone/x'])).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    await expect(assertWritable(dir, ['d'])).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });
});
