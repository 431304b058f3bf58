import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { INDEX, onPath, startRegistry, type RegistryServer } from '../../test/unit/registry-server.ts';
import { parseReference } from '../model/image-reference/reference.ts';
import { createRegistryClient } from './client.ts';
import type { Credentials } from './credentials.ts';

const SECRET = 'hunter2';
const USER: Credentials = { kind: 'password', username: 'me', password: SECRET };
const BASIC = `Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`;

let registry: RegistryServer;
let digest: string;
beforeEach(async () => {
  registry = await startRegistry();
  digest = registry.store({ schemaVersion: 2, manifests: [] }, INDEX, '1').digest;
});
afterEach(() => registry.stop());

/** Lets only requests with this authorization in; others get the challenge. */
function guard(authorization: string, challenge: string): void {
  registry.answer((request, response) => {
    if (request.path.startsWith('/token') || request.authorization === authorization) return false;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return true;
  });
}

const realm = () => `Bearer realm="http://${registry.host}/token?x=1",service="the, registry"`;
const clientOf = (who: Credentials | null) =>
  createRegistryClient({ timeoutMs: 10_000, credentials: () => Promise.resolve(who) });
const app = () => parseReference(`${registry.host}/app:1`)!;

describe('a registry that wants a token', () => {
  it('is given an anonymous one, and the same for the next question', async () => {
    guard('Bearer t0ken', realm());
    registry.answer(onPath(/^\/token/, 200, {}, { token: 't0ken' }));
    const client = createRegistryClient({ timeoutMs: 10_000 });
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest });
    const asked = new URL(registry.seen[1]!.path, 'http://here');
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      x: '1',
      service: 'the, registry',
      scope: 'repository:app:pull',
    });
    expect(registry.seen[1]?.authorization).toBeNull();
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest });
    expect(registry.seen).toHaveLength(4);
  });

  it('is asked for the scope that it names', async () => {
    guard('Bearer t', `${realm()},scope="repository:app:pull,push"`);
    registry.answer(onPath(/^\/token/, 200, {}, { access_token: 't' }));
    expect(await clientOf(null).digestOf(app())).toEqual({ kind: 'found', digest });
    expect(registry.seen[1]?.path).toContain('scope=repository%3Aapp%3Apull%2Cpush');
  });

  it('is asked for a new one when the old has run out', async () => {
    let current = 'first';
    registry.answer((request, response) => {
      if (request.path.startsWith('/token')) response.end(JSON.stringify({ token: current }));
      else if (request.authorization === `Bearer ${current}`) return false;
      else response.writeHead(401, { 'www-authenticate': realm() }).end();
      return true;
    });
    const client = clientOf(null);
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest });
    current = 'second';
    expect(await client.digestOf(app())).toEqual({ kind: 'found', digest });
  });

  it('has its token service told who asks', async () => {
    guard('Bearer t', realm());
    registry.answer(onPath(/^\/token/, 200, {}, { token: 't' }));
    expect(await clientOf(USER).digestOf(app())).toEqual({ kind: 'found', digest });
    expect(registry.seen[1]?.authorization).toBe(BASIC);
  });

  it('has its token service given an identity token by POST', async () => {
    guard('Bearer t', realm());
    registry.answer(onPath(/^\/token/, 200, {}, { access_token: 't' }));
    expect(await clientOf({ kind: 'identity-token', token: SECRET }).digestOf(app())).toMatchObject({
      digest,
    });
    const { method, path, body } = registry.seen[1]!;
    expect({ method, path }).toEqual({ method: 'POST', path: '/token?x=1' });
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      service: 'the, registry',
      scope: 'repository:app:pull',
      grant_type: 'refresh_token',
      client_id: 'shipshape',
      refresh_token: SECRET,
    });
  });

  it('may refuse also with the token', async () => {
    guard('Bearer other', realm());
    registry.answer(onPath(/^\/token/, 200, {}, { token: 't' }));
    expect(await clientOf(null).digestOf(app())).toEqual({ kind: 'refused', status: 401 });
    expect(registry.seen).toHaveLength(3);
  });

  it.each([
    [401, '', { kind: 'refused', status: 401 }],
    [429, '', { kind: 'limited', retryAfterMs: 60_000 }],
    [404, '', { kind: 'broken', reason: 'the token service answered 404' }],
    [200, '{}', { kind: 'broken', reason: "the token service's answer holds no token" }],
    [200, '{"token":"a\\nb"}', { kind: 'broken', reason: "the token service's answer holds no token" }],
    [200, SECRET, { kind: 'broken', reason: "the token service's answer is not JSON" }],
  ])('whose token service answers %d %s', async (status, body, answer) => {
    guard('Bearer t', realm());
    registry.answer(onPath(/^\/token/, status, { 'retry-after': '60' }, body));
    expect(await clientOf(USER).digestOf(app())).toEqual(answer);
  });

  it.each([
    ['Bearer service="s"', 'the token service has no usable address'],
    ['Bearer realm="file:///etc/passwd"', 'the token service has no usable address'],
    [
      'Bearer realm="http://tokens.example/t"',
      'the token service is not behind TLS, so it is given no credentials',
    ],
  ])('with the challenge %s', async (challenge, reason) => {
    guard('Bearer t', challenge);
    expect(await clientOf(USER).digestOf(app())).toEqual({ kind: 'broken', reason });
  });
});

describe('a registry that wants a password', () => {
  it('is given it', async () => {
    guard(BASIC, 'Basic realm="here"');
    expect(await clientOf(USER).digestOf(app())).toEqual({ kind: 'found', digest });
  });

  it.each([
    ['nobody', null],
    ['somebody else', { ...USER, password: 'wrong' }],
    ['an identity token', { kind: 'identity-token' as const, token: SECRET }],
  ])('refuses %s', async (_who, credentials) => {
    guard(BASIC, 'Basic realm="here"');
    expect(await clientOf(credentials).digestOf(app())).toEqual({ kind: 'refused', status: 401 });
  });

  it('does not pass it on to another host', async () => {
    const storage = await startRegistry();
    storage.answer(onPath(/^\/elsewhere/, 200, { 'docker-content-digest': digest }));
    registry.answer(onPath(/manifests/, 307, { location: `http://${storage.host}/elsewhere` }));
    guard(BASIC, 'Basic realm="here"');
    expect(await clientOf(USER).digestOf(app())).toEqual({ kind: 'found', digest });
    expect(storage.seen.map((request) => request.authorization)).toEqual([null]);
    await storage.stop();
  });
});
