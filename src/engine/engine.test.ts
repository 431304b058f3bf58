import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildImage } from './build.ts';
import { createRun } from './cleanup.ts';
import { composeConfig } from './compose-config.ts';
import { detectEngine } from './detect.ts';
import type { Engine } from './engine.ts';
import { saveImage } from './images.ts';

// A `docker` that is a shell script: what we ask of it, and what we make of its answers.

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fake-docker-'));
  await mkdir(join(folder, 'bin'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const env = (): NodeJS.ProcessEnv => ({
  PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
  ASKED: join(folder, 'asked'),
});
const engine = (): Engine => ({
  facts: {
    version: '28.0',
    api: '1.5',
    os: 'linux',
    architecture: 'x86_64',
    storageDriver: 'overlay2',
    cpus: 2,
    memory: 8e9,
    builder: 'docker',
    compose: '2.40.3',
    remote: false,
  },
  env: env(),
  context: 'default',
  dataRoot: null,
});
const asked = (): string[] => readFileSync(join(folder, 'asked'), 'utf8').trimEnd().split('\n');

/** @param cases branches of `case "$*" in`; every call is written down first. */
async function fakeDocker(cases: string): Promise<void> {
  const file = join(folder, 'bin', 'docker');
  await writeFile(
    file,
    `#!/bin/sh\n[ -n "$ASKED" ] && echo "$*" >> "$ASKED"\ncase "$*" in\n${cases}\nesac\n`,
  );
  await chmod(file, 0o755);
}

const version = (server: object | null): string =>
  `version*) echo '${JSON.stringify({ Client: { Version: '28.5.2', Context: 'desktop' }, Server: server })}';;`;
const LINUX = { Version: '28.5.2+dfsg4', ApiVersion: '1.51', Os: 'linux', Arch: 'amd64' };
const REST = `
info*) echo '{"Architecture":"x86_64","Driver":"overlay2","DockerRootDir":"/"}';;
"buildx inspect desktop") printf 'Name:   desktop\\nDriver: docker\\n';;
"compose version --short") echo 2.40.3;;
context*) echo '"unix:///run/x.sock"';;`;

describe('detectEngine', () => {
  test('tells the facts of an engine that answers', async () => {
    await fakeDocker(version(LINUX) + REST);
    const found = await detectEngine({ env: { ...env(), COMPOSE_FILE: 'x', BUILDX_BUILDER: 'y' } });
    expect(found).toMatchObject({
      kind: 'found',
      engine: {
        context: 'desktop',
        dataRoot: '/',
        facts: {
          version: '28.5.2+dfsg4',
          api: '1.51',
          os: 'linux',
          architecture: 'x86_64',
          storageDriver: 'overlay2',
          builder: 'docker',
          compose: '2.40.3',
          remote: false,
        },
      },
    });
    expect(JSON.stringify(found)).not.toMatch(/COMPOSE_FILE|BUILDX_BUILDER/);
  });

  test('knows a remote engine by its address', async () => {
    await fakeDocker(version(LINUX) + REST);
    const found = await detectEngine({ env: { ...env(), DOCKER_HOST: 'tcp://build.invalid:2376' } });
    expect(found).toMatchObject({ kind: 'found', engine: { dataRoot: null, facts: { remote: true } } });
  });

  test('there is no docker command', async () => {
    expect(await detectEngine({ env: { PATH: folder } })).toEqual({
      kind: 'none',
      code: 'NO_ENGINE',
      reason: 'there is no docker command',
      facts: null,
    });
  });

  test('nothing answers behind the client', async () => {
    await fakeDocker(
      version(null).replace(';;', '; echo "Cannot connect to the Docker daemon" >&2; exit 1;;'),
    );
    expect(await detectEngine({ env: env() })).toMatchObject({
      code: 'NO_ENGINE',
      reason: 'Cannot connect to the Docker daemon',
    });
  });

  test.each([
    ['too old', version({ ...LINUX, Version: '24.0.9' }) + REST, /24\.0\.9 is too old/],
    ['Windows containers', version({ ...LINUX, Os: 'windows' }) + REST, /windows containers/],
    [
      'podman',
      version({ ...LINUX, Version: '5.4.0', Components: [{ Name: 'Podman Engine' }] }) + REST,
      /podman/,
    ],
    ['no buildx', version(LINUX) + REST.replace(/"buildx.*\n/, ''), /no buildx/],
    [
      'another builder',
      version(LINUX) + REST.replace('Driver: docker\\n', 'Driver: docker-container\\n'),
      /builder is docker-container/,
    ],
  ])('cannot use it: %s', async (_, cases, reason) => {
    await fakeDocker(cases);
    expect(await detectEngine({ env: env() })).toMatchObject({
      kind: 'none',
      code: 'ENGINE_UNSUPPORTED',
      reason: expect.stringMatching(reason) as string,
    });
  });
});

const request = (more: object = {}) => ({
  context: folder,
  dockerfile: join(folder, 'Dockerfile'),
  tag: 'shipshape-test',
  cacheNamespace: 'ns',
  timeoutMs: 20_000,
  ...more,
});

describe('buildImage', () => {
  test('keeps values out of the command line and asks for nothing that pulls or is privileged', async () => {
    await fakeDocker('build*) echo "arg $TOKEN, builder $BUILDX_BUILDER" >&2; exit 1;;');
    const buildArgs = { TOKEN: 's3cret', PATH: '/x', EMPTY: null };
    const result = await buildImage(
      engine(),
      request({ buildArgs, labels: { 'shipshape.run': 'id' }, target: 'last' }),
    );
    expect(result).toMatchObject({ ok: false, failure: { message: 'arg s3cret, builder default' } });
    const [command] = asked();
    expect(command).toContain(
      '--build-arg TOKEN --build-arg PATH=/x --build-arg EMPTY --build-arg BUILDKIT_CACHE_MOUNT_NS=ns',
    );
    expect(command).toContain('--target last');
    expect(command).toContain('--label shipshape.run=id');
    expect(command).not.toMatch(/--pull|--allow|--no-cache|s3cret/);
  });

  test('takes the id from the metadata file', async () => {
    await fakeDocker(`build*) while [ "$1" != --metadata-file ]; do shift; done
      echo '{"containerimage.config.digest":"sha256:c","containerimage.digest":"sha256:d"}' > "$2";;`);
    expect(await buildImage(engine(), request())).toMatchObject({
      ok: true,
      imageId: 'sha256:d',
      failure: null,
    });
  });

  test('ends the build when the disk fills, and says so', async () => {
    await fakeDocker('build*) exec sleep 60;;');
    const result = await buildImage(
      engine(),
      request({ freeSpaceWatch: { path: folder, minFreeBytes: Number.MAX_SAFE_INTEGER } }),
    );
    expect(result.failure).toMatchObject({ kind: 'disk-full' });
    expect(result.log).toContain('the disk is nearly full');
  });

  test('says when it took too long or was interrupted, and leaves no folder behind', async () => {
    await fakeDocker('build*) echo ready; exec sleep 60;;');
    const folders = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith('shipshape-build-'));
    const before = await folders();
    const late = await buildImage(engine(), request({ timeoutMs: 200 }));
    const interrupted = await buildImage(engine(), request({ signal: AbortSignal.timeout(200) }));
    expect(late.failure?.kind).toBe('timeout');
    expect(interrupted.failure?.kind).toBe('interrupted');
    expect((await folders()).filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe('saveImage', () => {
  const read = async (options?: { silenceMs: number }): Promise<string> => {
    let text = '';
    for await (const chunk of saveImage(engine(), 'x', options)) text += new TextDecoder().decode(chunk);
    return text;
  };

  test('gives the archive as it comes', async () => {
    await fakeDocker('"image save -- x") printf archive;;');
    expect(await read()).toBe('archive');
  });

  test('throws when docker stops half-way', async () => {
    await fakeDocker('image*) printf arch; echo "no such image" >&2; exit 1;;');
    await expect(read()).rejects.toMatchObject({
      code: 'ENGINE_LOST',
      message: 'docker save x: no such image',
    });
  });

  test('ends a docker that falls silent', async () => {
    await fakeDocker('image*) printf arch; exec sleep 600;;');
    await expect(read({ silenceMs: 200 })).rejects.toMatchObject({
      code: 'ENGINE_LOST',
      message: 'docker save x: it fell silent',
    });
  });
});

describe('composeConfig', () => {
  const config = () =>
    composeConfig(engine(), {
      projectDir: folder,
      files: ['compose.yaml'],
      env: { A: '1' },
      envFile: null,
      serviceEnvFiles: 'leave-out',
    });

  test('reads neither the shell’s variables nor .env nor the services’ files unasked', async () => {
    await fakeDocker(`*--services*) echo web;;
*) case "$*" in *override.yaml*) echo '{"services":{"web":{"a":"'$A$ASKED'"}}}';; esac;;`);
    expect(await config()).toEqual({ ok: true, model: { services: { web: { a: '1' } } } });
  });

  test.each([
    [
      'error while interpolating services.web.environment.A: required variable A is missing a value: give A',
      'variable-required',
      'A',
    ],
    ["validating compose.yaml: services.web additional properties 'imag' not allowed", 'invalid', null],
    ['Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?', 'engine-lost', null],
  ])('%s', async (message, kind, variable) => {
    await writeFile(join(folder, 'message'), message);
    await fakeDocker(`*) cat '${join(folder, 'message')}' >&2; exit 1;;`);
    expect(await config()).toEqual({ ok: false, kind, variable, message });
  });
});

describe('createRun', () => {
  test('removes what carries its label, in order, and nothing else', async () => {
    await fakeDocker(`"ps "*) [ -e "$ASKED.rm" ] || echo c1; touch "$ASKED.rm";;
"image ls"*) [ -e "$ASKED.rmi" ] || printf 'i1\\ni1\\n'; touch "$ASKED.rmi";;
"image rm"*) echo 'Error response from daemon: in use' >&2; exit 1;;`);
    const run = createRun(engine());
    const order: string[] = [];
    run.register(() => void order.push('first'));
    run.register(() => {
      order.push('last');
      throw new Error('cannot');
    });
    expect(run.dispose()).toBe(run.dispose());
    expect(await run.dispose()).toEqual(['cannot']);
    expect(order).toEqual(['last', 'first']);
    const removals = asked().filter((line) => / ?rm /.test(line));
    expect(removals).toEqual(['rm --force --volumes c1', 'image rm --force i1']);
    for (const line of asked().filter((each) => !/ ?rm /.test(each))) {
      expect(line).toContain(`--filter label=shipshape.run=${run.id}`);
    }
  });

  test('without an engine there is only what was registered', async () => {
    const run = createRun(null);
    const undone: string[] = [];
    run.register(() => void undone.push('folder'));
    expect(await run.dispose()).toEqual([]);
    expect(undone).toEqual(['folder']);
  });
});
