import { expect, it, vi } from 'vitest';
import type { SetupPaths } from '../model/setup.ts';
import { contextBytes, listContext } from './context.ts';
import { addFiles, folderWith } from './folder.fixture.ts';
import { findSetups } from './find.ts';
import { snapshotContext } from './snapshot.ts';

// Root may list every folder, so the refusal is made here.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    readdir: async (...args: Parameters<typeof real.readdir>) => {
      if (String(args[0]).endsWith('/pgdata')) throw Object.assign(new Error('closed'), { code: 'EACCES' });
      return real.readdir(...args);
    },
  };
});

it('a folder that may not be listed stops a snapshot only when the build would see it', async () => {
  const dir = folderWith({ Dockerfile: 'FROM scratch\n', 'pgdata/x': '1' });
  const [paths] = await findSetups(dir);
  expect(await listContext(dir, '')).toContainEqual({ path: 'pgdata', bytes: 0, kind: 'directory' });
  await expect(snapshotContext(dir, paths as SetupPaths)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    where: { path: 'pgdata' },
  });
  addFiles(dir, { '.dockerignore': 'pgdata\n!keep\n' });
  const snapshot = await snapshotContext(dir, paths as SetupPaths);
  expect(await contextBytes(snapshot.dir, '')).toBe('FROM scratch\n'.length + 'pgdata\n!keep\n'.length);
  await snapshot.dispose();
});
