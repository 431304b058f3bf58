import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CONFIG,
  digestOf,
  INDEX,
  MANIFEST,
  onPath,
  startRegistry,
  type RegistryServer,
} from '../../test/unit/registry-server.ts';
import { parseReference } from '../model/image-reference/reference.ts';
import { createRegistryClient } from './client.ts';

const AMD64 = { os: 'linux', architecture: 'amd64', variant: null };
const MANIFESTS = /\/manifests\//;
const client = createRegistryClient({ timeoutMs: 10_000 });

let registry: RegistryServer;
beforeEach(async () => {
  registry = await startRegistry();
});
afterEach(() => registry.stop());

const app = (rest = ':1') => parseReference(`${registry.host}/app${rest}`)!;

/** An index of one image for amd64 and an attestation, as BuildKit pushes them. */
function storeImage(architecture = 'amd64', variant?: string) {
  const diffIds = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
  const config = registry.store(
    { os: 'linux', architecture, rootfs: { type: 'layers', diff_ids: diffIds } },
    CONFIG,
  );
  const manifest = registry.store({ schemaVersion: 2, config, layers: [] }, MANIFEST, 'plain');
  const manifests = [
    {
      ...registry.store({ schemaVersion: 2, of: 'attestation' }, MANIFEST),
      platform: { os: 'unknown', architecture: 'unknown' },
    },
    { ...manifest, platform: { os: 'linux', architecture, variant } },
  ];
  const index = registry.store({ schemaVersion: 2, manifests }, INDEX, '1');
  return { index, manifest, config, diffIds };
}

describe('digestOf', () => {
  it('asks by HEAD and gets the digest of the index', async () => {
    const { index } = storeImage();
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest: index.digest });
    expect(registry.seen).toHaveLength(1);
    expect(registry.seen[0]).toMatchObject({
      method: 'HEAD',
      path: '/v2/app/manifests/1',
      authorization: null,
    });
    for (const type of [INDEX, MANIFEST, 'manifest.list.v2+json', 'distribution.manifest.v2+json'])
      expect(registry.seen[0]?.accept).toContain(type);
  });

  it('takes the tag latest where none is written', async () => {
    await client.digestOf(app(''));
    expect(registry.seen[0]?.path).toBe('/v2/app/manifests/latest');
  });

  it('computes the digest where no header tells it', async () => {
    registry.answer(onPath(MANIFESTS, 200, {}, '{"a":1}'));
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest: digestOf('{"a":1}') });
    expect(registry.seen.map((request) => request.method)).toEqual(['HEAD', 'GET']);
  });

  it('asks by GET where HEAD is not allowed', async () => {
    const { index } = storeImage();
    registry.answer((request, response) => {
      if (request.method === 'HEAD') response.writeHead(405).end();
      return request.method === 'HEAD';
    });
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest: index.digest });
  });

  it.each([
    [404, {}, { kind: 'missing' }],
    [403, {}, { kind: 'refused', status: 403 }],
    [401, {}, { kind: 'refused', status: 401 }],
    [429, { 'retry-after': '7' }, { kind: 'limited', retryAfterMs: 7000 }],
    [429, {}, { kind: 'limited', retryAfterMs: null }],
    [503, {}, { kind: 'broken', reason: 'the registry answered 503' }],
  ])('status %d with %j', async (status, headers, answer) => {
    registry.answer(onPath(MANIFESTS, status, headers));
    expect(await client.digestOf(app())).toEqual(answer);
  });

  it.each([
    ['a digest that is none', 'sha256:abc', ':1', 'the registry tells a digest that is none'],
    [
      'another digest than asked for',
      `sha256:${'b'.repeat(64)}`,
      `@sha256:${'a'.repeat(64)}`,
      'the registry tells another digest than asked for',
    ],
  ])('does not believe %s', async (_what, told, rest, reason) => {
    registry.answer(onPath(MANIFESTS, 200, { 'docker-content-digest': told }));
    expect(await client.digestOf(app(rest))).toEqual({ kind: 'broken', reason });
  });

  it('follows redirects', async () => {
    const { index } = storeImage();
    registry.answer(onPath(/manifests\/1$/, 307, { location: `/v2/app/manifests/${index.digest}` }));
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest: index.digest });
  });
});

describe('when nobody answers', () => {
  it('is offline at a closed port', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => {
      closed.listen(0, '127.0.0.1', resolve);
    });
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => {
      closed.close(resolve);
    });
    const reference = parseReference(`127.0.0.1:${port}/app`)!;
    expect(await client.digestOf(reference)).toEqual({ kind: 'unreachable', reason: 'offline' });
  });

  it.each(['headers', 'body'])('is a time-out when the %s never come', async (until) => {
    registry.answer((_request, response) => {
      if (until === 'body') response.writeHead(200, { 'content-length': '9' }).write('{');
      return true;
    });
    const impatient = createRegistryClient({ timeoutMs: 200 });
    expect(await impatient.manifestOf(app(), AMD64)).toEqual({ kind: 'unreachable', reason: 'timeout' });
  });

  it('tells a connection that breaks', async () => {
    registry.answer((_request, response) => {
      response.destroy();
      return true;
    });
    expect(await client.digestOf(app())).toEqual({ kind: 'unreachable', reason: 'connection' });
  });

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['ENOTFOUND', 'offline'],
  ])('tells %s as %s', async (code, reason) => {
    const failing = createRegistryClient({
      timeoutMs: 1000,
      fetch: () =>
        Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) })),
    });
    expect(await failing.digestOf(parseReference('python')!)).toEqual({ kind: 'unreachable', reason });
  });

  it('does not throw for a host that is no address', async () => {
    expect(await client.digestOf(parseReference('[:::]:99999/app')!)).toMatchObject({ kind: 'unreachable' });
  });
});

describe('addresses', () => {
  it.each([
    ['python:3.13', 'https://registry-1.docker.io/v2/library/python/manifests/3.13'],
    ['ghcr.io/org/app:1', 'https://ghcr.io/v2/org/app/manifests/1'],
    ['localhost:5000/app:1', 'http://localhost:5000/v2/app/manifests/1'],
    ['127.0.0.1.example.com/app:1', 'https://127.0.0.1.example.com/v2/app/manifests/1'],
  ])('%s is asked for at %s', async (text, address) => {
    const asked: string[] = [];
    const recording = createRegistryClient({
      timeoutMs: 1000,
      fetch: (url) => {
        asked.push(url);
        return Promise.resolve(new Response(null, { status: 404 }));
      },
    });
    expect(await recording.digestOf(parseReference(text)!)).toEqual({ kind: 'missing' });
    expect(asked).toEqual([address]);
  });
});

describe('manifestOf', () => {
  it('goes from the index to the layers of the platform', async () => {
    const { index, manifest, config, diffIds } = storeImage();
    expect(await client.manifestOf(app(), AMD64)).toEqual({
      kind: 'found',
      digest: index.digest,
      manifestDigest: manifest.digest,
      configDigest: config.digest,
      diffIds,
    });
  });

  it('takes a manifest without an index', async () => {
    const { manifest } = storeImage();
    const answer = await client.manifestOf(app(':plain'), AMD64);
    expect(answer).toMatchObject({ kind: 'found', digest: manifest.digest, manifestDigest: manifest.digest });
  });

  it('takes the only variant where the engine names none', async () => {
    const { manifest } = storeImage('arm64', 'v8');
    const answer = await client.manifestOf(app(), { ...AMD64, architecture: 'arm64' });
    expect(answer).toMatchObject({ kind: 'found', manifestDigest: manifest.digest });
  });

  it.each([':1', ':plain'])('is missing where %s has no image for the platform', async (tag) => {
    storeImage();
    expect(await client.manifestOf(app(tag), { ...AMD64, architecture: 's390x' })).toEqual({
      kind: 'missing',
    });
  });

  it.each([
    ['a manifest that is not JSON', MANIFESTS, '{', 'the manifest is not JSON'],
    ['a manifest that is a list', MANIFESTS, '[]', 'the manifest is not a JSON object'],
    ['a manifest without a configuration', MANIFESTS, '{}', 'the manifest names no configuration'],
    ['an index with null', MANIFESTS, '{"manifests":[null]}', null],
    ['a configuration that was changed', /\/blobs\//, '{}', 'the content does not match its digest'],
    ['an endless answer', MANIFESTS, ' '.repeat(9 * 1024 * 1024), 'the answer is larger than 8 MiB'],
  ])('%s', async (_what, path, body, reason) => {
    storeImage();
    registry.answer(onPath(path, 200, {}, body));
    const expected = reason === null ? { kind: 'missing' } : { kind: 'broken', reason };
    expect(await client.manifestOf(app(), AMD64)).toEqual(expected);
  });
});

describe('tagsOf', () => {
  const pages = () => {
    registry.answer(onPath(/last=b$/, 200, {}, { tags: ['c'] }));
    const link = '</v2/app/tags/list?n=2&last=b>; rel="next"';
    registry.answer(onPath(/\?n=\d+$/, 200, { link }, { tags: ['a', 'b'] }));
  };

  it('reads every page', async () => {
    pages();
    expect(await client.tagsOf(app(), 10)).toEqual({ kind: 'found', tags: ['a', 'b', 'c'], complete: true });
  });

  it('stops at the limit', async () => {
    pages();
    expect(await client.tagsOf(app(), 2)).toEqual({ kind: 'found', tags: ['a', 'b'], complete: false });
    expect(registry.seen).toHaveLength(1);
  });

  it('never leaves the registry', async () => {
    const link = '<https://other.example/v2/app/tags/list?last=b>; rel="next"';
    registry.answer(onPath(/last=b$/, 200, {}, { tags: ['c'] }));
    registry.answer(onPath(/\?n=\d+$/, 200, { link }, { tags: ['a'] }));
    expect(await client.tagsOf(app(), 10)).toMatchObject({ tags: ['a', 'c'] });
  });

  it('ends with a registry that always names a next page', async () => {
    registry.answer(onPath(/tags/, 200, { link: '<?last=a>; rel=next' }, { tags: ['a'] }));
    expect(await client.tagsOf(app(), 1000)).toMatchObject({ kind: 'found', complete: false });
  });

  it('takes a repository without tags', async () => {
    registry.answer(onPath(/tags/, 200, {}, { tags: null }));
    expect(await client.tagsOf(app(), 10)).toEqual({ kind: 'found', tags: [], complete: true });
  });

  it('does not take a list of something else', async () => {
    registry.answer(onPath(/tags/, 200, {}, { tags: [1] }));
    expect(await client.tagsOf(app(), 10)).toEqual({ kind: 'broken', reason: 'the list of tags is none' });
  });
});
