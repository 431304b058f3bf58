import { broken, RegistryTrouble } from './answers.ts';
import { parseChallenges, type Challenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { discard, failureOf, parseJson, readBody, send, type Fetch } from './exchange.ts';
import { isLoopback } from './hosts.ts';

/** What a token server logs as the program that asks. */
const CLIENT = 'shipshape';

/**
 * The `Authorization` header that answers a registry's 401: a bearer token from the service that the
 * registry names (Docker's "Token Authentication Specification", and "…with OAuth2" for an identity token),
 * or the credentials themselves where it asks for Basic (RFC 7617).
 * @param scope what to ask for where the challenge does not say, as `repository:library/python:pull`
 * @throws RegistryTrouble when no way in is offered, or the token service gives none
 */
export async function authorize(
  fetch: Fetch,
  challengeHeader: string,
  scope: string,
  credentials: Credentials | null,
  signal: AbortSignal,
): Promise<string> {
  const challenges = parseChallenges(challengeHeader);
  const bearer = challenges.find((challenge) => challenge.scheme === 'bearer');
  if (bearer !== undefined) {
    const request = tokenRequest(bearer, scope, credentials);
    const response = await send(fetch, request.url, { ...request.init, signal });
    if (!response.ok) throw await tokenFailure(response);
    const answer = parseJson(await readBody(response), "the token service's answer");
    const token = answer['token'] ?? answer['access_token'];
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw broken("the token service's answer holds no token");
    return `Bearer ${token}`;
  }
  const canUseBasic = challenges.some((challenge) => challenge.scheme === 'basic');
  if (!canUseBasic || credentials?.kind !== 'password')
    throw new RegistryTrouble({ kind: 'refused', status: 401 });
  return basic(credentials.username, credentials.password);
}

function tokenRequest(challenge: Challenge, scope: string, credentials: Credentials | null) {
  const { realm = '', service } = challenge.parameters;
  const url = URL.canParse(realm) ? new URL(realm) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw broken('the token service has no usable address');
  if (credentials !== null && url.protocol === 'http:' && !isLoopback(url.hostname))
    throw broken('the token service is not behind TLS, so it is given no credentials');

  const fields = new URLSearchParams();
  if (service !== undefined) fields.set('service', service);
  fields.set('scope', challenge.parameters['scope'] ?? scope);
  if (credentials?.kind === 'identity-token') {
    fields.set('grant_type', 'refresh_token');
    fields.set('client_id', CLIENT);
    fields.set('refresh_token', credentials.token);
    return { url: url.href, init: { method: 'POST', body: fields } };
  }
  for (const [name, value] of fields) url.searchParams.set(name, value);
  const headers: Record<string, string> =
    credentials === null ? {} : { authorization: basic(credentials.username, credentials.password) };
  return { url: url.href, init: { headers } };
}

/** A token service that says 404 is no word on the image. */
async function tokenFailure(response: Response): Promise<RegistryTrouble> {
  await discard(response);
  if (response.status === 404) return broken('the token service answered 404');
  return new RegistryTrouble(failureOf(response, 'the token service'));
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
