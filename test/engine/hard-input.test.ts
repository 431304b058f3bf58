import { execFileSync } from 'node:child_process';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { ImproveResult } from '../../src/index.ts';
import { builtCli, shipshape } from '../unit/cli.ts';
import { contentOf, folderWith } from '../unit/folder.ts';
import { asSchemaSays } from '../unit/schema.ts';
import { describeWithEngine } from './engine.ts';
import { onlySetup } from './example.ts';
import { HELLO, hello, SERVER, START } from './hello.ts';
import { watched } from './watched.ts';

beforeAll(builtCli, 60_000);

/** What `improve` says of a project, which must come out as it went in. */
async function improved(dir: string, args: readonly string[] = []): Promise<ImproveResult> {
  const before = contentOf(dir);
  const { stdout } = await watched(dir, ['improve', dir, '--json', ...args]);
  expect(contentOf(dir)).toEqual(before);
  return asSchemaSays('improve', stdout);
}

/** Whether a project's container does twice what it did, by `prove` of the project against itself. */
async function verdictOn(files: Record<string, string>): Promise<string | null> {
  const dir = folderWith(files);
  const { stdout } = await watched(dir, ['prove', '--before', '.', '--json'], { cwd: dir });
  return asSchemaSays('prove', stdout).verdict;
}

describeWithEngine('builds that go wrong', () => {
  it('a COPY whose source is missing: it is said where', async () => {
    const setup = onlySetup(
      await improved(folderWith({ Dockerfile: `${START}COPY none.py .\nCMD ["true"]\n` })),
    );
    expect(setup.error).toMatchObject({ code: 'BUILD_FAILED', where: { path: 'Dockerfile', line: 3 } });
    expect(setup.error?.message).toContain('none.py');
  });

  it('one that prints endlessly: it ends with the time limit, and little of it is told', async () => {
    const files = { Dockerfile: `${START}RUN yes this line again and again\nCMD ["true"]\n` };
    const setup = onlySetup(await improved(folderWith(files), ['--timeout', '10']));
    expect(setup.error?.code).toBe('BUILD_TIMEOUT');
    expect(setup.error?.message.length).toBeLessThan(20_000);
  });

  it('one setup of several: the others are improved all the same', async () => {
    const compose = 'services:\n  good:\n    build: good\n  bad:\n    build: bad\n';
    const dir = folderWith({
      'compose.yaml': compose,
      'good/Dockerfile': SERVER,
      'good/app.py': hello(),
      'bad/Dockerfile': `${START}RUN false\n`,
    });
    const { setups } = await improved(dir);
    expect(setups.map(({ dockerfile, status }) => `${dockerfile} ${status}`)).toEqual([
      'good/Dockerfile improved',
      'bad/Dockerfile failed',
    ]);
  });
});

describeWithEngine('programs that are hard to run', () => {
  it('one that compose restarts for ever is seen to end', async () => {
    const compose = 'services:\n  web:\n    build: .\n    restart: always\n    ports: ["8000:8000"]\n';
    const files = { ...HELLO, 'app.py': 'raise SystemExit(3)\n', 'compose.yaml': compose };
    const setup = onlySetup(await improved(folderWith(files)));
    expect(setup.error?.code).toBe('EXITS_AT_ONCE');
  });

  it('one that listens late is waited for', async () => {
    expect(await verdictOn({ ...HELLO, 'app.py': hello('time.sleep(6)') })).toBe('met');
  });

  it('one whose port of this machine is taken has another one', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => void server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const compose = `services:\n  web:\n    build: .\n    ports: ["${port}:8000"]\n`;
    try {
      expect(await verdictOn({ ...HELLO, 'compose.yaml': compose })).toBe('met');
    } finally {
      server.close();
    }
  });
});

/** A door to the engine that can be shut. */
async function doorTo(engine: string, path: string): Promise<{ shut: () => void }> {
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(engine);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  return {
    shut() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

describeWithEngine('an engine that goes away half-way', () => {
  it('is said to be lost, and nothing is written', async () => {
    const asked = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
    const host = process.env['DOCKER_HOST'] ?? execFileSync('docker', asked, { encoding: 'utf8' }).trim();
    const dir = folderWith({ Dockerfile: `${START}RUN sleep 60\nCMD ["true"]\n` });
    const before = contentOf(dir);
    const socket = join(dirname(dir), 'door.sock');
    const door = await doorTo(host.replace(/^unix:\/\//, ''), socket);
    let shut = false;
    const { stdout, status } = await shipshape(['improve', dir, '--write', '--json'], {
      env: { DOCKER_HOST: `unix://${socket}` },
      onStderr(soFar) {
        if (shut || !soFar.includes('building the original')) return;
        shut = true;
        setTimeout(door.shut, 3000).unref();
      },
    });
    const setup = onlySetup(asSchemaSays('improve', stdout));
    expect(setup).toMatchObject({ status: 'failed', error: { code: 'ENGINE_LOST' }, files: [] });
    expect(status).toBe(1);
    expect(contentOf(dir)).toEqual(before);
  });
});
