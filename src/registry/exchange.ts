import { broken, RegistryTrouble, type RegistryFailure } from './answers.ts';

/** Sends a request; the client's own, so that a test or a proxy can stand in for the global one. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One request about a repository; `path` follows its name: `manifests/3.13`. */
export type Ask = (
  path: string,
  init?: { method?: 'GET' | 'HEAD'; accept?: readonly string[] },
) => Promise<Response>;

/** Twice what the OCI distribution specification has registries accept for a manifest (4 MiB). */
const LARGEST_BODY = 8 * 1024 * 1024;

const OFFLINE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
]);
const TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/**
 * `fetch` that follows redirects (a registry sends blobs, sometimes manifests, to its storage; `fetch`
 * itself takes the authorization off on the way to another host).
 * @throws RegistryTrouble when the network fails or the time is over
 */
export async function send(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'follow' });
  } catch (error) {
    throw unreachable(error);
  }
}

/**
 * The body, up to 8 MiB.
 * @throws RegistryTrouble when it breaks off or is longer
 */
export async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Leaving the loop cancels the stream.
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > LARGEST_BODY) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw unreachable(error);
  }
  if (size > LARGEST_BODY) throw broken('the answer is larger than 8 MiB');
  const body = new Uint8Array(size);
  let filled = 0;
  for (const chunk of chunks) {
    body.set(chunk, filled);
    filled += chunk.length;
  }
  return body;
}

/** A JSON object out of a body. @throws RegistryTrouble when it is none */
export function parseJson(body: Uint8Array, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw broken(`${what} is not JSON`);
  }
  const object = asObject(value);
  if (object === null) throw broken(`${what} is not a JSON object`);
  return object;
}

/** The value as an object with unknown fields, or null where it is none. */
export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Lets the connection go; an unread body would hold it. */
export async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

/** What a status other than success means; `who` answered it. */
export function failureOf(response: Response, who: string): RegistryFailure {
  const { status } = response;
  if (status === 404) return { kind: 'missing' };
  if (status === 401 || status === 403) return { kind: 'refused', status };
  if (status === 429)
    return {
      kind: 'limited',
      retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), Date.now()),
    };
  return { kind: 'broken', reason: `${who} answered ${status}` };
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
export function parseRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Only names and codes are looked at: a message may hold an address with a token in it. */
function unreachable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'TimeoutError') return new RegistryTrouble({ kind: 'unreachable', reason: 'timeout' });
  if (error.name === 'AbortError') return error;
  const code = codeOf(error);
  const reason = OFFLINE.has(code) ? 'offline' : TLS.test(code) ? 'tls' : 'connection';
  return new RegistryTrouble({ kind: 'unreachable', reason });
}

/** `fetch` puts the socket's error in `cause`, a list of them where a name has several addresses. */
function codeOf(error: Error): string {
  const cause = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  const code = asObject(cause)?.['code'] ?? asObject(error.cause)?.['code'];
  return typeof code === 'string' ? code : '';
}
