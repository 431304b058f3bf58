import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { addFiles, folderWith } from '../../project/folder.fixture.ts';
import type { Session } from '../session.ts';
import { mountFor } from './mounts.ts';

function place(files: Record<string, string>) {
  const projectDir = folderWith(files);
  const temporary = mkdtempSync(join(tmpdir(), 'shipshape-test-'));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const session = {
    projectDir,
    run: { tempFolder: () => Promise.resolve(mkdtempSync(join(temporary, 'm-'))) },
  } as unknown as Session;
  // the copy of the project, where the model was resolved
  const dir = '/copy';
  const mount = (source: string, service: Record<string, unknown> = { build: {} }, more = {}) =>
    mountFor(session, dir, service, { type: 'bind', source, target: '/x', ...more });
  return { mount, projectDir };
}

it('copies files of the project, with their modes', async () => {
  const { mount, projectDir } = place({ 'nginx.conf': 'conf' });
  const made = await mount('/copy/nginx.conf');
  expect(made.kind).toBe('copy');
  const path = made.kind === 'copy' ? made.path : '';
  expect(readFileSync(path, 'utf8')).toBe('conf');
  expect(statSync(path).mode).toBe(statSync(join(projectDir, 'nginx.conf')).mode);
  expect(path).not.toContain(projectDir);
});

it.each([
  ['source over the image', { 'src/app.py': '' }, '/copy/src', {}, 'left-out'],
  ['the whole project', { Dockerfile: '' }, '/copy', {}, 'left-out'],
  ['what lies elsewhere', {}, '/var/run/docker.sock', {}, 'left-out'],
  ['a neighbour whose name begins alike', {}, '/copy2/x', {}, 'left-out'],
  ['a database in a file', { 'app.db': 'x' }, '/copy/app.db', {}, 'left-out'],
  ['a folder that is not there yet', {}, '/copy/data', {}, 'volume'],
  ['data of a built service', { 'uploads/a.png': 'x' }, '/copy/uploads', {}, 'volume'],
  ['templates that it only reads', { 'pages/a.html': 'x' }, '/copy/pages', { read_only: true }, 'copy'],
])('%s', async (_, files, source, more, kind) =>
  expect((await place(files).mount(source, { build: {} }, more)).kind).toBe(kind),
);

it('scripts of a database are copied, its data is not', async () => {
  const { mount } = place({ 'init/1.sql': 'select 1', 'pg/base': 'x' });
  const scripts = await mount('/copy/init', { image: 'postgres' });
  expect(scripts.kind === 'copy' && existsSync(join(scripts.path, '1.sql'))).toBe(true);
  const data = await mount('/copy/pg', { image: 'postgres' }, { target: '/var/lib/postgresql/data' });
  expect(data.kind).toBe('volume');
});

it('never follows a link out of the project', async () => {
  const { mount, projectDir } = place({});
  addFiles(projectDir, {});
  const { symlinkSync } = await import('node:fs');
  symlinkSync('/etc/hostname', join(projectDir, 'link.conf'));
  await expect(mount('/copy/link.conf')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});
