import { expect, it } from 'vitest';
import type { DiffEntry } from '../engine/index.ts';
import type { ImageIndex } from '../image/index.ts';
import { writtenPaths } from './written-paths.ts';

const nothing = { layers: [] as ImageIndex['layers'] } as ImageIndex;
const changed = (...paths: string[]): DiffEntry[] => paths.map((path) => ({ kind: 'C', path, isFolder: false }));
const folders = (diff: readonly DiffEntry[], volumes: readonly string[] = []) =>
  writtenPaths(diff, nothing, volumes).map(({ path }) => path);

it('names the outermost folders of the files that were written', () => {
  expect(folders(changed('/app', '/app/data', '/app/data/a.db', '/app/data/x', '/app/data/x/y'))).toEqual([
    '/app/data',
  ]);
  expect(folders(changed('/var', '/var/lib', '/var/lib/a', '/srv', '/srv/b'))).toEqual(['/srv', '/var/lib']);
});

it('names a folder that was made, not the one that it was made in', () => {
  const made: DiffEntry = { kind: 'A', path: '/app/data', isFolder: true };
  expect(folders([...changed('/app'), made])).toEqual(['/app/data']);
});

it('leaves out what is temporary, made by Python or the engine, or on a volume', () => {
  expect(
    folders(
      changed(
        '/tmp/a',
        '/run/app.pid',
        '/app/__pycache__/app.pyc',
        '/usr',
        '/usr/sbin',
        '/usr/sbin/docker-init',
      ),
    ),
  ).toEqual([]);
  expect(folders(changed('/sbin', '/sbin/docker-init'))).toEqual([]);
  expect(folders(changed('/root', '/root/.npm', '/root/.npm/_logs', '/root/.npm/_logs/a.log'))).toEqual([]);
  expect(folders(changed('/data/a', '/log/b'), ['/data'])).toEqual(['/log']);
  // the engine makes the folder to mount on
  expect(folders(changed('/app', '/app/data'), ['/app/data'])).toEqual([]);
});
