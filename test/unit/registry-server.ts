import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface SeenRequest {
  method: string;
  /** Path and query. */
  path: string;
  authorization: string | null;
  accept: string | null;
  body: string;
}

/** Answers a request, or gives false to leave it to the next one. */
export type Answer = (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;

/** A registry on 127.0.0.1 that a test starts, with one repository and what the test adds. */
export interface RegistryServer {
  /** `127.0.0.1:PORT` */
  host: string;
  seen: SeenRequest[];
  /** Puts an answer before those that are there. */
  answer(answer: Answer): void;
  /** Stores content under its digest, and a manifest under `tag` as well. */
  store(content: unknown, mediaType: string, tag?: string): Stored;
  stop(): Promise<void>;
}

export interface Stored {
  mediaType: string;
  digest: string;
  size: number;
}

export const INDEX = 'application/vnd.oci.image.index.v1+json';
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const CONFIG = 'application/vnd.oci.image.config.v1+json';

export async function startRegistry(repository = 'app'): Promise<RegistryServer> {
  const stored = new RegExp(`^/v2/${repository}/(manifests|blobs)/([^?]+)$`);
  const contents = new Map<string, { mediaType: string; text: string }>();
  const seen: SeenRequest[] = [];
  const answers: Answer[] = [];

  const server = createServer((request, response) => {
    void (async () => {
      const one = await read(request);
      seen.push(one);
      for (const answer of answers) if (await answer(one, response)) return;
      const [, kind, name] = stored.exec(one.path) ?? [];
      const content = contents.get(name ?? '');
      if (content === undefined) {
        response.writeHead(404).end('{"errors":[]}');
        return;
      }
      const { mediaType, text } = content;
      const headers: Record<string, string> = {
        'content-type': mediaType,
        'content-length': `${Buffer.byteLength(text)}`,
      };
      if (kind === 'manifests') headers['docker-content-digest'] = digestOf(text);
      response.writeHead(200, headers).end(one.method === 'HEAD' ? undefined : text);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer: (answer) => void answers.unshift(answer),
    store(content, mediaType, tag) {
      const text = JSON.stringify(content);
      const digest = digestOf(text);
      for (const name of tag === undefined ? [digest] : [digest, tag])
        contents.set(name, { mediaType, text });
      return { mediaType, digest, size: Buffer.byteLength(text) };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Answers only requests whose path (with query) matches; a string is taken as JSON's text as it is. */
export function onPath(
  path: RegExp,
  status: number,
  headers: Record<string, string> = {},
  body: unknown = '',
): Answer {
  return (request, response) => {
    if (!path.test(request.path)) return false;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    return true;
  };
}

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization ?? null,
    accept: request.headers.accept ?? null,
    body,
  };
}
