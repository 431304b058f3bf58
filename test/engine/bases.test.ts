import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createRun,
  detectEngine,
  inspectImage,
  removeImage,
  tagImage,
  type Engine,
  type Run,
} from '../../src/engine/index.ts';
import { withDigests } from '../../src/proof/base-digests.ts';
import { resolveBase, type ObservedBase } from '../../src/proof/bases.ts';
import type { Session } from '../../src/proof/session.ts';
import { CONFIG, MANIFEST, startRegistry, type RegistryServer } from '../unit/registry-server.ts';
import { describeWithEngine } from './engine.ts';

/** Debian's python as the observed image would tell it. */
const OBSERVED: ObservedBase = {
  env: { PYTHON_VERSION: '3.13.5' },
  osRelease: { id: 'debian', versionId: '13', codename: 'trixie' },
  debianVersion: null,
};

describeWithEngine('bases that are looked up and never pulled', () => {
  let engine: Engine;
  let run: Run;
  let registry: RegistryServer;
  let layers: string[];
  const tags: string[] = [];

  beforeAll(async () => {
    const detected = await detectEngine();
    if (detected.kind !== 'found') throw new Error('there is no engine');
    engine = detected.engine;
    run = createRun(engine);
    registry = await startRegistry('python');
    layers = (await inspectImage(engine, 'python:3.13-slim'))?.layers ?? [];
  });
  afterAll(async () => {
    for (const tag of tags) await removeImage(engine, tag);
    await registry.stop();
    await run.dispose();
  });

  const session = (offline = false) =>
    ({ engine, run, options: { offline }, signal: undefined }) as unknown as Session;

  /** The local image under a name of the test's registry. */
  const local = async (tag: string): Promise<string> => {
    const name = `${registry.host}/python:${tag}`;
    await tagImage(engine, 'python:3.13-slim', name);
    tags.push(name);
    return name;
  };

  const store = (tag: string, diffIds: readonly string[]): void => {
    const config = registry.store(
      { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIds } },
      CONFIG,
    );
    registry.store({ schemaVersion: 2, config, layers: [] }, MANIFEST, tag);
  };

  it('takes the most exact tag that the local store has', async () => {
    const found = await resolveBase(session(), 'python:3.13-slim', 'pin', OBSERVED);
    expect(found).toMatchObject({ resolved: 'python:3.13.5-slim-trixie', sameLayers: true });
  });

  it('takes a tag that the registry knows, the same layers by their diff ids', async () => {
    const name = await local('3.13-slim');
    store('3.13.5-slim', layers);
    const found = await resolveBase(session(), name, 'pin', OBSERVED);
    expect(found).toMatchObject({ resolved: `${registry.host}/python:3.13.5-slim`, sameLayers: true });
    expect(await inspectImage(engine, `${registry.host}/python:3.13.5-slim`)).toBeNull();
  });

  it('tells both digests of a tag with other layers', async () => {
    const name = await local('3.13-slim');
    store('3.13.5-slim-trixie', [`sha256:${'0'.repeat(64)}`]);
    const found = await resolveBase(session(), name, 'pin', OBSERVED);
    expect(found).toMatchObject({
      resolved: `${registry.host}/python:3.13.5-slim-trixie`,
      sameLayers: false,
    });
    expect(found.digestBefore).toMatch(/^sha256:/);
    expect(found.digestAfter).toMatch(/^sha256:/);
    expect(found.digestAfter).not.toBe(found.digestBefore);
  });

  it('keeps the tag where no exact one exists, and says so', async () => {
    const name = await local('3.12-slim');
    const found = await resolveBase(session(), name, 'pin', {
      ...OBSERVED,
      env: { PYTHON_VERSION: '3.12.1' },
    });
    expect(found.resolved).toBeNull();
    expect(found.reason).toMatch(/none of .*3\.12\.1-slim.* resolves/);
  });

  it('asks nobody when offline', async () => {
    const name = await local('3.13-slim');
    const before = registry.seen.length;
    const found = await resolveBase(session(true), name, 'pin', OBSERVED);
    expect(found).toMatchObject({ resolved: null });
    expect(found.reason).toContain('--offline');
    expect(registry.seen).toHaveLength(before);
  });

  it('tells the digests of both names, as its registry has them', async () => {
    const name = await local('3.13-slim');
    store('3.13-slim', layers);
    store('3.13.5-slim', layers);
    const answer = await resolveBase(session(), name, 'pin', OBSERVED);
    const { digests } = await withDigests(session(), answer);
    expect(digests?.written).toEqual({
      digest: expect.stringMatching(/^sha256:/) as string,
      isObserved: false,
    });
    const offline = await withDigests(session(true), answer);
    expect(offline.digests).toMatchObject({
      written: null,
      reason: expect.stringContaining('--offline') as string,
    });
  });

  it('invents no version that the image does not tell', async () => {
    const found = await resolveBase(session(), 'python:3.13-slim', 'pin', { ...OBSERVED, env: {} });
    expect(found).toMatchObject({ resolved: null, reason: 'the image does not tell its version' });
  });

  it('finds the slim variant, and what is in it', async () => {
    await local('3.13');
    await local('3.13.5-slim-trixie');
    const found = await resolveBase(session(true), `${registry.host}/python:3.13`, 'slim', OBSERVED);
    expect(found.resolved).toBe(`${registry.host}/python:3.13.5-slim-trixie`);
    expect(found.contents?.packages).toContain('libc6');
    expect(found.contents?.commands).toContain('python');
  });
});
