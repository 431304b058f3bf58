import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDockerCredentials } from './credentials.ts';

const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
const ME = { kind: 'password', username: 'me', password: 'a:b' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipshape-credentials-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (host: string) =>
  readDockerCredentials(host, {
    DOCKER_CONFIG: folder,
    PATH: `${folder}${delimiter}${process.env['PATH']}`,
  });
const configure = (config: unknown) =>
  writeFile(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));

async function writeHelper(name: string, script: string): Promise<void> {
  const path = join(folder, `docker-credential-${name}`);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

describe('readDockerCredentials', () => {
  it.each([
    ['ghcr.io', 'ghcr.io'],
    ['ghcr.io', 'https://ghcr.io/v1/'],
    ['localhost:5000', 'localhost:5000'],
    ['docker.io', 'https://index.docker.io/v1/'],
  ])('finds %s under %s', async (host, key) => {
    await configure({ auths: { 'other.example': auth('you:c'), [key]: auth('me:a:b') } });
    expect(await read(host)).toEqual(ME);
  });

  it('prefers an identity token', async () => {
    await configure({ auths: { 'ghcr.io': { ...auth('me:'), identitytoken: 'T' } } });
    expect(await read('ghcr.io')).toEqual({ kind: 'identity-token', token: 'T' });
  });

  it.each([
    ['no file', null],
    ['a broken file', '{'],
    ['no entry', { auths: { 'other.example': auth('me:a:b') } }],
    ['an empty entry', { auths: { 'ghcr.io': {} } }],
    ['an entry without a colon', { auths: { 'ghcr.io': auth('me') } }],
    ['a helper that is not there', { credsStore: 'gone' }],
    ['a helper outside the path', { credsStore: '../../bin/x' }],
  ])('has none with %s', async (_what, config) => {
    if (config !== null) await configure(config);
    expect(await read('ghcr.io')).toBeNull();
  });

  it('asks the store with the name that Docker uses', async () => {
    await writeHelper('store', 'read server; printf \'{"Username":"%s","Secret":"%s"}\' "$1" "$server"');
    await configure({ credsStore: 'store' });
    expect(await read('ghcr.io')).toEqual({ kind: 'password', username: 'get', password: 'ghcr.io' });
    expect(await read('docker.io')).toMatchObject({ password: 'https://index.docker.io/v1/' });
  });

  it("prefers the host's own helper, and takes its identity token", async () => {
    await writeHelper('own', 'echo \'{"Username":"<token>","Secret":"T"}\'');
    await configure({ credsStore: 'gone', credHelpers: { 'ghcr.io': 'own' } });
    expect(await read('ghcr.io')).toEqual({ kind: 'identity-token', token: 'T' });
  });

  it.each([
    ['fails', 'echo "credentials not found"; exit 1'],
    ['says nothing', 'exit 0'],
    ['says something else', 'echo "[]"'],
  ])('falls back to the file where the helper %s', async (_what, script) => {
    await writeHelper('store', script);
    await configure({ credsStore: 'store', auths: { 'ghcr.io': auth('me:a:b') } });
    expect(await read('ghcr.io')).toEqual(ME);
  });
});
