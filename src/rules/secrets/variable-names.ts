import { kindOfValue, type ValueKind } from './value-kind.ts';

/** Words that name a secret where they stand between underscores, after BuildKit's check. */
const SECRET = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const PUBLIC = /(?:_|^)public(?:_|$)/i;
/** Words that say that a name is about a secret, not the secret. */
const ABOUT =
  /(?:_|^)(?:file|files|path|dir|name|id|mode|type|url|uri|host|server|servers|keyserver|version|algorithm|alg|header|method|enabled|disabled|provider|length|size|ttl|timeout|expiry|expires|prefix|field|gpg|fingerprint|fpr|signing|backend|issuer|audience|scope|scopes|role|anonymous|allow|random)(?:_|$)/i;
const KNOWN =
  /^(?:aws_access_key_id|aws_secret_access_key|.*_(?:api_?key|password|passwd|secret|token)|npm_token|github_token)$/i;

/** Nobody hides what a value of these kinds says. */
const HARMLESS_VALUES = new Set<ValueKind>(['empty', 'path', 'number', 'word', 'address', 'example']);

/** BuildKit takes it for one. */
export const isTakenForSecret = (name: string): boolean => SECRET.test(name) && !PUBLIC.test(name);

/** Others take it for one where BuildKit does not look. */
export const isKnownName = (name: string): boolean => KNOWN.test(name);

/**
 * By the rest of its name or by its value it is no secret.
 * @param value null where none is given
 */
export function isHarmless(name: string, value: string | null): boolean {
  // what is built into a page is no secret
  if (/^(?:vite|react_app|next_public|nuxt_public|expo_public|gatsby)_/i.test(name)) return true;
  const isAccessKeyId = /access_key_id$/i.test(name);
  if (ABOUT.test(name) && !isAccessKeyId) return true;
  if (value === null) return false;
  return HARMLESS_VALUES.has(kindOfValue(value)) || /^[{}[\]0-]+$/.test(value);
}
