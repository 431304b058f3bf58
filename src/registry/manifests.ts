import { createHash } from 'node:crypto';
import type { ImageReference } from '../model/image-reference/reference.ts';
import { broken, RegistryTrouble } from './answers.ts';
import { asObject, discard, parseJson, readBody, type Ask } from './exchange.ts';

/** As the engine names it: `linux`, `amd64`; the variant (`v8`) only where it matters. */
export interface Platform {
  os: string;
  architecture: string;
  variant: string | null;
}

/** An image at a registry. All digests with their algorithm. */
export interface FoundManifest {
  /** Of what the tag stands for: the index, or the manifest where there is no index. */
  digest: string;
  /** Of the platform's own manifest. */
  manifestDigest: string;
  /** Of the image's configuration: the id of the image in an engine that stores it unpacked. */
  configDigest: string;
  /** Of the unpacked layers, from the base up: an engine tells them as RootFS.Layers. */
  diffIds: string[];
}

/** Media types of the OCI image specification and of Docker's "Image Manifest Version 2, Schema 2". */
const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const ACCEPT = [...INDEXES, ...MANIFESTS];
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;

/** Asks for the digest alone; a registry that does not tell it in a header is asked for the manifest. */
export async function findDigest(ask: Ask, reference: ImageReference): Promise<{ digest: string }> {
  const path = manifestPath(reference);
  const response = await ask(path, { method: 'HEAD', accept: ACCEPT }).catch((error: unknown) => {
    if (isMethodRefused(error)) return null;
    throw error;
  });
  if (response !== null) {
    await discard(response);
    const digest = response.headers.get('docker-content-digest');
    if (digest !== null) return { digest: checked(digest, reference.digest) };
  }
  return { digest: (await readManifest(ask, path, reference.digest)).digest };
}

/** Follows a reference through index, manifest and configuration, each checked by its digest. */
export async function findManifest(
  ask: Ask,
  reference: ImageReference,
  platform: Platform,
): Promise<FoundManifest> {
  const top = await readManifest(ask, manifestPath(reference), reference.digest);
  const isIndex = Array.isArray(top.json['manifests']);
  const chosen = isIndex ? digestFor(platform, top.json['manifests'] as unknown[]) : top.digest;
  const manifest = isIndex ? await readManifest(ask, `manifests/${chosen}`, chosen) : top;

  const configDigest = digestIn(manifest.json['config'], 'the manifest names no configuration');
  const response = await ask(`blobs/${configDigest}`);
  const body = await readBody(response);
  verify(body, configDigest);
  const config = parseJson(body, 'the image configuration');
  if (!isIndex && (config['os'] !== platform.os || config['architecture'] !== platform.architecture))
    throw new RegistryTrouble({ kind: 'missing' });
  const diffIds: unknown = asObject(config['rootfs'])?.['diff_ids'];
  if (!Array.isArray(diffIds) || !diffIds.every((id): id is string => typeof id === 'string'))
    throw broken('the image configuration lists no layers');
  return { digest: top.digest, manifestDigest: manifest.digest, configDigest, diffIds };
}

function manifestPath(reference: ImageReference): string {
  return `manifests/${reference.digest ?? reference.tag ?? 'latest'}`;
}

async function readManifest(ask: Ask, path: string, expected: string | null) {
  const response = await ask(path, { accept: ACCEPT });
  const told = response.headers.get('docker-content-digest');
  const body = await readBody(response);
  const digest = expected ?? (told === null ? hash(body, 'sha256') : checked(told, null));
  verify(body, digest);
  return { digest, json: parseJson(body, 'the manifest') };
}

/** Entries of attestations have the platform `unknown/unknown` and so never match. */
function digestFor(platform: Platform, manifests: unknown[]): string {
  const fitting = manifests.filter((entry) => {
    const offered = asObject(asObject(entry)?.['platform']);
    return offered?.['os'] === platform.os && offered['architecture'] === platform.architecture;
  });
  const sameVariant = fitting.find(
    (entry) => asObject(asObject(entry)?.['platform'])?.['variant'] === platform.variant,
  );
  const chosen = sameVariant ?? fitting[0];
  if (chosen === undefined) throw new RegistryTrouble({ kind: 'missing' });
  return digestIn(chosen, 'the index names no digest for the platform');
}

function digestIn(descriptor: unknown, otherwise: string): string {
  const digest = asObject(descriptor)?.['digest'];
  if (typeof digest !== 'string' || !DIGEST.test(digest)) throw broken(otherwise);
  return digest;
}

function checked(digest: string, expected: string | null): string {
  if (!DIGEST.test(digest)) throw broken('the registry tells a digest that is none');
  if (expected !== null && digest !== expected)
    throw broken('the registry tells another digest than asked for');
  return digest;
}

function verify(body: Uint8Array, digest: string): void {
  const algorithm = digest.slice(0, digest.indexOf(':'));
  if (hash(body, algorithm) !== digest) throw broken('the content does not match its digest');
}

function hash(body: Uint8Array, algorithm: string): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}

function isMethodRefused(error: unknown): boolean {
  return (
    error instanceof RegistryTrouble &&
    error.failure.kind === 'broken' &&
    /answered (?:405|501)$/.test(error.failure.reason)
  );
}
