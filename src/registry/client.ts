import type { ImageReference } from '../model/image-reference/reference.ts';
import { answerOf, RegistryTrouble, type RegistryAnswer } from './answers.ts';
import { authorize } from './authorization.ts';
import type { Credentials } from './credentials.ts';
import { discard, failureOf, send, type Ask, type Fetch } from './exchange.ts';
import { apiOf, credentialHostOf } from './hosts.ts';
import { findDigest, findManifest, type FoundManifest, type Platform } from './manifests.ts';
import { listTags, type FoundTags } from './tags.ts';

/** What can be asked of registries. Trouble with the network is an answer, never thrown. */
export interface RegistryClient {
  /** The digest that the reference's tag stands for now: of the index where there is one. */
  digestOf(reference: ImageReference): Promise<RegistryAnswer<{ digest: string }>>;
  /** The image behind a reference for one platform, down to the digests of its unpacked layers. */
  manifestOf(reference: ImageReference, platform: Platform): Promise<RegistryAnswer<FoundManifest>>;
  /** The repository's tags in the registry's order, at most `limit`. */
  tagsOf(reference: ImageReference, limit: number): Promise<RegistryAnswer<FoundTags>>;
}

export interface RegistryClientOptions {
  /** Stands in for the global `fetch`. */
  fetch?: Fetch;
  /** For one question with all its requests. */
  timeoutMs: number;
  /** Asked when a registry wants to know who asks; without it everything is asked anonymously. */
  credentials?: (host: string) => Promise<Credentials | null>;
}

/**
 * A reader of registries after the OCI distribution specification (`/v2/`, pull and content discovery).
 * Tokens are kept for the client's life, per repository.
 */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const authorizations = new Map<string, string>();

  function about(reference: ImageReference): Ask {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const base = `${apiOf(reference)}${reference.repository}/`;

    return async (path, { method = 'GET', accept = [] } = {}) => {
      const ask = (authorization: string | undefined) => {
        const headers = new Headers();
        if (accept.length > 0) headers.set('accept', accept.join(', '));
        if (authorization !== undefined) headers.set('authorization', authorization);
        return send(fetch, base + path, { method, headers, signal });
      };
      let response = await ask(authorizations.get(base));
      if (response.status === 401) {
        await discard(response);
        const authorization = await authorize(
          fetch,
          response.headers.get('www-authenticate') ?? '',
          `repository:${reference.repository}:pull`,
          (await options.credentials?.(credentialHostOf(reference))) ?? null,
          signal,
        );
        authorizations.set(base, authorization);
        response = await ask(authorization);
      }
      if (response.ok) return response;
      await discard(response);
      throw new RegistryTrouble(failureOf(response, 'the registry'));
    };
  }

  return {
    digestOf: (reference) => answerOf(() => findDigest(about(reference), reference)),
    manifestOf: (reference, platform) => answerOf(() => findManifest(about(reference), reference, platform)),
    tagsOf: (reference, limit) => answerOf(() => listTags(about(reference), limit)),
  };
}
