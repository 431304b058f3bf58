import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkDockerfile } from '../../src/engine/build-check.ts';
import { type BuildRequest, buildImage } from '../../src/engine/build.ts';
import { createRun, type Run } from '../../src/engine/cleanup.ts';
import { composeConfig, type ComposeModel } from '../../src/engine/compose-config.ts';
import { composeDown, composePs, composeUp } from '../../src/engine/compose.ts';
import { listeningPorts, peakMemory } from '../../src/engine/container-proc.ts';
import {
  containerLogs,
  diffContainer,
  execIn,
  hostPort,
  inspectContainer,
  stopContainer,
} from '../../src/engine/containers.ts';
import { detectEngine } from '../../src/engine/detect.ts';
import { docker, type Engine } from '../../src/engine/engine.ts';
import { httpProbe } from '../../src/engine/http.ts';
import { imageExists, inspectImage, removeImage, saveImage, tagImage } from '../../src/engine/images.ts';
import { labelled } from '../../src/engine/labels.ts';
import { describeWithEngine } from './engine.ts';

const BASE = 'python:3.13-slim';

describeWithEngine('the engine driver', () => {
  let engine: Engine;
  let run: Run;
  let folder = '';
  beforeAll(async () => {
    const detected = await detectEngine();
    if (detected.kind === 'none') throw new Error(detected.reason);
    engine = detected.engine;
  });
  beforeEach(async () => {
    run = createRun(engine);
    folder = await mkdtemp(join(tmpdir(), 'shipshape-driver-test-'));
    run.register(() => rm(folder, { recursive: true, force: true }));
  });
  afterEach(async () => {
    const problems = await run.dispose();
    for (const kind of [
      ['ps', '--all'],
      ['network', 'ls'],
      ['volume', 'ls'],
      ['image', 'ls'],
    ]) {
      const left = await docker(engine, [...kind, '--quiet', '--filter', `label=shipshape.run=${run.id}`]);
      if (left.stdout !== '') problems.push(`left behind (${kind.join(' ')}): ${left.stdout}`);
    }
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });

  const build = async (dockerfile: string, more: Partial<BuildRequest> = {}) => {
    const file = join(folder, 'a "Dockerfile"');
    await writeFile(file, dockerfile);
    return buildImage(engine, {
      context: folder,
      dockerfile: file,
      tag: `shipshape-${run.id}:t`,
      labels: run.labels,
      cacheNamespace: 'shipshape-test',
      timeoutMs: 120_000,
      ...more,
    });
  };
  const check = async (dockerfile: string) => {
    const file = join(folder, 'Dockerfile');
    await writeFile(file, dockerfile);
    return checkDockerfile(engine, { context: folder, dockerfile: file });
  };

  describe('building', () => {
    test('gives the image, its steps and their output; a second build is cached', async () => {
      await writeFile(join(folder, 'f'), run.id);
      const text = `FROM ${BASE}\nARG WHO\nCOPY f /f\nRUN echo "hello $WHO"\nEXPOSE 80\nUSER 5:6\nCMD ["a", "b"]\n`;
      const first = await build(text, { buildArgs: { WHO: run.id } });
      expect(first).toMatchObject({ ok: true, failure: null });
      expect(first.log).toContain(`hello ${run.id}\n`);
      const copy = first.steps.find((step) => step.name.includes('COPY f /f'));
      expect(copy).toMatchObject({ cached: false, error: null });
      expect(copy?.completed).toBeGreaterThan(copy?.started ?? Number.NaN);

      const image = await inspectImage(engine, `shipshape-${run.id}:t`);
      expect(image).toMatchObject({ id: first.imageId, os: 'linux' });
      expect(image?.config).toMatchObject({ cmd: ['a', 'b'], user: '5:6', exposedPorts: ['80/tcp'] });
      const base = await inspectImage(engine, BASE);
      expect(image?.layers.slice(0, base?.layers.length)).toEqual(base?.layers);

      const second = await build(text, { buildArgs: { WHO: run.id } });
      const ran = second.steps.filter((step) => /\] (COPY|RUN)/.test(step.name));
      expect(ran.map((step) => step.cached)).toEqual([true, true]);
      expect(second.imageId).toBe(first.imageId);
    });

    test('a step that fails tells its name, exit code, line and output', async () => {
      const { failure, log, imageId } = await build(`FROM ${BASE}\n\nRUN echo before; \\\n  exit 7\n`);
      expect(imageId).toBeNull();
      expect(failure).toMatchObject({ kind: 'failed', exitCode: 7, line: 3 });
      expect(failure?.step).toMatch(/^\[2\/2\] RUN echo before/);
      expect(failure?.logTail).toContain('before');
      expect(log.trimEnd()).toMatch(/exit code: 7$/);
    });

    test('what hangs is ended, also inside the engine', async () => {
      const hang = `FROM ${BASE}\nRUN sleep 61.${run.id.replaceAll(/\D/g, '1')}\n`;
      const late = await build(hang, { timeoutMs: 2000 });
      expect(late.failure).toMatchObject({
        kind: 'timeout',
        step: expect.stringMatching(/RUN sleep/) as string,
      });
      const interrupted = await build(hang, { signal: AbortSignal.timeout(2000) });
      expect(interrupted.failure).toMatchObject({ kind: 'interrupted' });
      expect(await processesLeft(hang.slice(hang.indexOf('sleep')).trim())).toBe(0);
    });

    test.each([
      ['FROM shipshape.invalid/no/such:1\n', 'base-unresolvable'],
      [`# syntax=shipshape.invalid/dockerfile:1\nFROM ${BASE}\n`, 'frontend-unresolvable'],
      [`FROM ${BASE}\nRNU true\n`, 'dockerfile'],
      ['# nothing\n', 'dockerfile'],
      [`FROM ${BASE}\nRUN <<EOF\ntrue\n`, 'dockerfile'],
      [`FROM ${BASE}\nCOPY nothere /\n`, 'failed'],
    ])('%j is told as %s', async (dockerfile, kind) => {
      expect((await build(dockerfile)).failure?.kind).toBe(kind);
    });

    test('the check tells warnings from what cannot be resolved', async () => {
      expect(await check(`FROM ${BASE} as a\nRUN true\n`)).toMatchObject({
        warnings: [{ rule: 'FromAsCasing', line: 1 }],
        unresolvable: null,
        error: null,
      });
      expect(await check(`FROM ${BASE}\nRUN true\n`)).toEqual({
        warnings: [],
        unresolvable: null,
        error: null,
      });
      for (const text of ['FROM shipshape.invalid/x:1\n', `# syntax=shipshape.invalid/x:1\nFROM ${BASE}\n`]) {
        expect(await check(text)).toMatchObject({ unresolvable: expect.any(String) as string, error: null });
      }
      expect(await check(`FROM ${BASE}\nRNU true\n`)).toMatchObject({
        unresolvable: null,
        error: expect.stringContaining('RNU') as string,
      });
    });
  });

  test('images are tagged, saved and removed', async () => {
    const tag = `shipshape-${run.id}:u`;
    const { imageId } = await build(`FROM ${BASE}\nRUN echo "${run.id}" > /made\n`);
    await tagImage(engine, imageId ?? '', tag);
    let bytes = 0;
    for await (const chunk of saveImage(engine, tag)) bytes += chunk.length;
    expect(bytes).toBeGreaterThan(1_000_000);
    for await (const chunk of saveImage(engine, tag)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(await removeImage(engine, tag)).toBe(true);
    expect(await imageExists(engine, tag)).toBe(false);
    await expect(saveImage(engine, tag).next()).rejects.toMatchObject({ code: 'ENGINE_LOST' });
  });

  const SERVER = `
import http.server, os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
open("/data/made", "w").write("x"); open("/tmp/t", "w").write("x"); print("up", flush=True)
print("complaint", file=sys.stderr, flush=True)
http.server.ThreadingHTTPServer(("", 8000), http.server.SimpleHTTPRequestHandler).serve_forever()`;

  const model = (): ComposeModel =>
    labelled(
      {
        services: {
          web: {
            image: BASE,
            command: ['python3', '-c', SERVER],
            read_only: true,
            tmpfs: ['/tmp:uid=1001,gid=1001,mode=0700,size=8m'],
            user: '1001:1001',
            volumes: [{ type: 'tmpfs', target: '/data', tmpfs: { mode: 0o1777 } }],
            ports: [{ target: 8000, host_ip: '127.0.0.1', protocol: 'tcp' }],
          },
          deaf: {
            image: BASE,
            command: ['python3', '-c', 'open("/made","w"); import time; print("$$HOME"); time.sleep(99)'],
            volumes: [{ type: 'volume', source: 'data', target: '/data' }],
          },
        },
        volumes: { data: {} },
      },
      run.id,
    );

  test('a project goes up, is looked at, stops and goes down', async () => {
    const project = `shipshape-${run.id}`;
    const up = await composeUp(engine, { model: model(), project, timeoutMs: 60_000 });
    expect(up).toEqual({ ok: true, failure: null });
    const [deaf, web] = await composePs(engine, project);
    expect(web).toMatchObject({ service: 'web', state: 'running' });
    const id = web?.id ?? '';

    const port = await hostPort(engine, id, 8000);
    await answers(port ?? 0);
    const probe = { host: '127.0.0.1', port: port ?? 0, method: 'GET', path: '/', timeoutMs: 5000 };
    expect(await httpProbe(probe)).toMatchObject({ status: 200, type: 'text/html' });
    expect(await containerLogs(engine, id)).toMatchObject({
      stdout: 'up\n',
      stderr: expect.stringContaining('complaint') as string,
    });
    expect((await containerLogs(engine, deaf?.id ?? '')).stdout).toBe('');

    expect(await listeningPorts(engine, id)).toEqual([{ port: 8000, loopbackOnly: false }]);
    // Seen from inside, as on an engine whose processes are not ours to see.
    const afar = { ...engine, facts: { ...engine.facts, remote: true } };
    expect(await listeningPorts(afar, id)).toEqual([{ port: 8000, loopbackOnly: false }]);
    for (const view of [engine, afar]) expect(await peakMemory(view, id)).toBeGreaterThan(1_000_000);

    expect(await execIn(engine, id, ['sh', '-c', 'id -u; exit 3'])).toMatchObject({
      code: 3,
      stdout: '1001\n',
    });
    expect(await execIn(engine, id, ['id', '-u'], { user: '0' })).toMatchObject({ code: 0, stdout: '0\n' });
    expect(await inspectContainer(engine, id)).toMatchObject({
      state: 'running',
      exitCode: null,
      health: null,
    });
    expect(await diffContainer(engine, deaf?.id ?? '')).toContainEqual({
      kind: 'A',
      path: '/made',
      isFolder: false,
    });

    const stopped = await stopContainer(engine, id, 10);
    expect(stopped).toMatchObject({ exitCode: 0, oomKilled: false });
    expect(await stopContainer(engine, deaf?.id ?? '', 1)).toMatchObject({ exitCode: 137 });

    expect(await composeDown(engine, project)).toBeNull();
    expect(await composePs(engine, project)).toEqual([]);
  });

  test('what is left up is removed by its label', async () => {
    const project = `shipshape-${run.id}`;
    await composeUp(engine, { model: model(), project, timeoutMs: 60_000 });
    expect(await run.dispose()).toEqual([]);
    expect(await composePs(engine, project)).toEqual([]);
  });

  test('a project that is interrupted on its way up leaves nothing behind', async () => {
    const project = `shipshape-${run.id}`;
    for (const patience of [150, 350]) {
      const signal = AbortSignal.timeout(patience);
      const up = await composeUp(engine, { model: model(), project, timeoutMs: 60_000, signal });
      expect(['interrupted', undefined]).toContain(up.failure?.kind);
    }
  });

  test('a project whose image is missing says so', async () => {
    const missing = labelled({ services: { web: { image: 'shipshape.invalid/no/such:1' } } }, run.id);
    const up = await composeUp(engine, { model: missing, project: `shipshape-${run.id}`, timeoutMs: 60_000 });
    expect(up).toMatchObject({ ok: false, failure: { kind: 'failed' } });
  });

  test('a compose file is read without the user’s .env and env_file', async () => {
    const project = join(folder, 'pro ject');
    await mkdir(project);
    await writeFile(join(project, '.env'), 'FROM_DOTENV=secret\n');
    await writeFile(join(project, 'web.env'), 'FROM_FILE=secret\n');
    const text = [
      'services:',
      '  web:',
      `    image: ${BASE}`,
      '    env_file: [web.env, missing.env]',
      '    environment: { A: "${FROM_DOTENV:-none}", B: "${NEEDED:?say what}", C: "${HOME:-}" }',
    ];
    await writeFile(join(project, 'compose.yaml'), text.join('\n'));
    const request = { projectDir: project, files: ['compose.yaml'], envFile: null } as const;

    expect(await composeConfig(engine, { ...request, env: {}, serviceEnvFiles: 'leave-out' })).toMatchObject({
      ok: false,
      kind: 'variable-required',
      variable: 'NEEDED',
    });
    const read = await composeConfig(engine, {
      ...request,
      env: { NEEDED: 'x' },
      serviceEnvFiles: 'leave-out',
    });
    expect(read).toMatchObject({
      ok: true,
      model: { services: { web: { environment: { A: 'none', B: 'x' } } } },
    });
    expect(JSON.stringify(read)).not.toContain('secret');
    expect(
      await composeConfig(engine, { ...request, env: { NEEDED: 'x' }, serviceEnvFiles: 'read' }),
    ).toMatchObject({
      ok: false,
      kind: 'invalid',
      message: expect.stringContaining('missing.env') as string,
    });
  });
});

/** How many processes of this machine, the engine's included, still have these words as their command line. */
async function processesLeft(words: string): Promise<number> {
  let left = 0;
  for (let tries = 0; tries < 50; tries += 1) {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    left = lines.filter((line) => line.replaceAll('\0', ' ').trim() === words).length;
    if (left === 0) break;
    await sleep(100);
  }
  return left;
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const probe = { host: '127.0.0.1', port, method: 'GET', path: '/', timeoutMs: 1000 };
    if ('status' in (await httpProbe(probe))) return;
    await sleep(100);
  }
}
