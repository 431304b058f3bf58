import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { asObject } from './exchange.ts';

/** Who asks a registry. An identity token is what `docker login` keeps for OAuth2 services. */
export type Credentials =
  { kind: 'password'; username: string; password: string } | { kind: 'identity-token'; token: string };

/** Under this name `docker login` keeps what belongs to Docker Hub. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
const DOCKER_HUB_NAMES = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);
/** A helper may open a key chain, but must not hang the run. */
const HELPER_TIMEOUT_MS = 5_000;
/** What a helper gives as user name when its secret is an identity token (docker-credential-helpers). */
const TOKEN_USER = '<token>';

/**
 * The credentials that `docker login` left for a registry: from its credential helper, else from the
 * `auths` of Docker's own config.json (docs of `docker login`, "Credential stores"). Null where there are
 * none or they cannot be had; then registries are asked anonymously, as Docker does.
 * @param host `docker.io`, `ghcr.io`, `localhost:5000`
 * @param environment where DOCKER_CONFIG and PATH are looked up
 */
export async function readDockerCredentials(
  host: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Credentials | null> {
  const folder = environment['DOCKER_CONFIG'] || join(homedir(), '.docker');
  const config = await readConfig(join(folder, 'config.json'));
  const helper = asObject(config['credHelpers'])?.[host] ?? config['credsStore'];
  const fromHelper = typeof helper === 'string' ? await askHelper(helper, host, environment) : null;
  return fromHelper ?? fromAuths(asObject(config['auths']) ?? {}, host);
}

async function readConfig(path: string): Promise<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(await readFile(path, 'utf8'))) ?? {};
  } catch {
    return {};
  }
}

/** Keys may carry a scheme and a path from older versions of Docker: `https://host/v1/`. */
function fromAuths(auths: Record<string, unknown>, host: string): Credentials | null {
  const key = Object.keys(auths).find((key) => hostOf(key) === hostOf(host));
  const entry = key === undefined ? null : asObject(auths[key]);
  const { identitytoken: token, auth } = entry ?? {};
  if (typeof token === 'string' && token !== '') return { kind: 'identity-token', token };
  if (typeof auth !== 'string') return null;
  const [, username, password] = /^([^:]+):([^]*?)\0*$/.exec(Buffer.from(auth, 'base64').toString()) ?? [];
  return username === undefined || password === undefined ? null : { kind: 'password', username, password };
}

function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return DOCKER_HUB_NAMES.has(host) ? 'docker.io' : host;
}

/** `docker-credential-NAME get`: the server on its input, JSON on its output; anything else means none. */
async function askHelper(
  name: string,
  host: string,
  environment: NodeJS.ProcessEnv,
): Promise<Credentials | null> {
  if (!/^[\w.-]+$/.test(name)) return null;
  const output = await new Promise<string>((resolve) => {
    const child = execFile(
      `docker-credential-${name}`,
      ['get'],
      { env: environment, timeout: HELPER_TIMEOUT_MS, killSignal: 'SIGKILL' },
      (error, stdout) => resolve(error === null ? stdout : ''),
    );
    // A helper that ends without reading its input is no trouble of ours.
    child.stdin?.on('error', () => undefined).end(DOCKER_HUB_NAMES.has(host) ? DOCKER_HUB_KEY : host);
  });
  try {
    const { Username: username, Secret: secret } = asObject(JSON.parse(output)) ?? {};
    if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return null;
    return username === TOKEN_USER
      ? { kind: 'identity-token', token: secret }
      : { kind: 'password', username, password: secret };
  } catch {
    return null;
  }
}
