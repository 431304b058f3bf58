import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { httpProbe } from './http.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function serve(listener: RequestListener): Promise<number> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return (started.address() as AddressInfo).port;
}
const probe = (port: number, path = '/', timeoutMs = 5000) =>
  httpProbe({ host: '127.0.0.1', port, method: 'GET', path, headers: { 'x-asked': 'yes' }, timeoutMs });

test('gives status, type, headers and body', async () => {
  const port = await serve((request, response) => {
    response.writeHead(418, {
      'content-type': 'Text/Plain; charset=utf-8',
      'x-told': request.headers['x-asked'],
    });
    response.end(`${request.method} ${request.url}`);
  });
  const answer = await probe(port, '/a?b=c');
  expect(answer).toMatchObject({
    status: 418,
    type: 'text/plain',
    headers: { 'x-told': 'yes' },
    truncated: false,
  });
  expect('body' in answer && new TextDecoder().decode(answer.body)).toBe('GET /a?b=c');
});

test('does not follow redirects', async () => {
  const port = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  expect(await probe(port)).toMatchObject({ status: 302, type: null, headers: { location: '/elsewhere' } });
});

test('keeps one MiB of an endless body', async () => {
  const port = await serve((_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  const answer = await probe(port);
  expect(answer).toMatchObject({ status: 200, truncated: true });
  expect('body' in answer && answer.body.length).toBe(1024 * 1024);
});

test('says when nothing answers', async () => {
  const port = await serve(() => {});
  expect(await probe(port, '/', 100)).toEqual({ error: 'no answer within 100 ms' });
});

test('says when nobody listens, and when the path cannot be sent', async () => {
  const port = await serve(() => {});
  server?.close();
  expect(await probe(port)).toEqual({ error: 'ECONNREFUSED' });
  expect(await probe(port, '/a b')).toEqual({ error: expect.stringContaining('unescaped') as string });
});
