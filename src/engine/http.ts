import { type IncomingMessage, request } from 'node:http';
import { joined } from './bytes.ts';

export interface HttpProbe {
  host: string;
  port: number;
  method: string;
  /** With the query, as it goes into the request line. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  timeoutMs: number;
}

export type HttpAnswer =
  | {
      status: number;
      /** Content type in lower case without its parameters; null when none was sent. */
      type: string | null;
      headers: Record<string, string>;
      /** As sent, at most 1 MiB. */
      body: Uint8Array;
      /** There was more than 1 MiB, or it broke off. */
      truncated: boolean;
    }
  | { error: string };

const BODY_BYTES = 1024 * 1024;

/** One HTTP/1.1 request on a connection of its own; redirects are not followed. Never throws. */
export async function httpProbe(probe: HttpProbe): Promise<HttpAnswer> {
  try {
    return await ask(probe);
  } catch (error) {
    // A path or header that cannot go over the wire.
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function ask({ host, port, method, path, headers, timeoutMs }: HttpProbe): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    let answer: { response: IncomingMessage; chunks: Uint8Array[] } | null = null;
    let size = 0;
    const finish = (truncated: boolean, error: string): void => {
      clearTimeout(timer);
      resolve(answer === null ? { error } : told(answer.response, answer.chunks, truncated));
    };
    const sent = request({ host, port, method, path, headers: { ...headers }, agent: false }, (response) => {
      const chunks: Uint8Array[] = [];
      answer = { response, chunks };
      response.on('data', (chunk: ArrayLike<number>) => {
        chunks.push(new Uint8Array(chunk));
        size += chunk.length;
        if (size <= BODY_BYTES) return;
        finish(true, '');
        response.destroy();
      });
      response.on('end', () => finish(false, ''));
      response.on('error', () => finish(true, ''));
    });
    const timer = setTimeout(() => {
      finish(true, `no answer within ${timeoutMs} ms`);
      sent.destroy();
    }, timeoutMs);
    sent.on('error', (error: NodeJS.ErrnoException) => finish(true, error.code ?? error.message));
    sent.end();
  });
}

function told(response: IncomingMessage, chunks: readonly Uint8Array[], truncated: boolean): HttpAnswer {
  const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null,
    headers: Object.fromEntries(headers),
    body: joined(chunks).slice(0, BODY_BYTES),
    truncated,
  };
}
