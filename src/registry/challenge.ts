/** One way in, as a registry's 401 offers it. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  scheme: string;
  /** Names in lower case: realm, service, scope. */
  parameters: Readonly<Record<string, string>>;
}

const TOKEN = String.raw`[\w!#$%&'*+.^\`|~-]+`;
const PARAMETER = new RegExp(String.raw`^(${TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))`);
const SCHEME = new RegExp(String.raw`^(${TOKEN})(?=\s|,|$)`);

/**
 * Reads a `WWW-Authenticate` header, which may hold several challenges (RFC 9110, 11.6.1). What is not
 * understood ends the reading; what was read until there counts.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let rest = header.trimStart();
  while (rest !== '') {
    const current = challenges.at(-1);
    const parameter = PARAMETER.exec(rest);
    const scheme = parameter === null ? SCHEME.exec(rest) : null;
    if (parameter !== null && current !== undefined) {
      const [, name = '', quoted, plain = ''] = parameter;
      current.parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    } else if (scheme !== null) {
      challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: {} });
    } else break;
    rest = rest.slice((parameter ?? scheme)?.[0].length).replace(/^[\s,]+/, '');
  }
  return challenges;
}
