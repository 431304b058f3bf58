import { asList, asObject, asString, type JsonObject, parseJson } from './json.ts';
import { indexPath } from './paths.ts';
import type { Blob } from './read-blob.ts';

/** Where the archive keeps an image's configuration and layers: names of its members. */
export interface Manifest {
  config: string;
  layers: string[];
}

/** Finds a member of the archive by name, links followed. */
export type FindBlob = (name: string) => Blob | undefined;

/**
 * The first image of the archive: by Docker's `manifest.json`, else through OCI's `index.json` (nested indexes too),
 * skipping what is not in the archive whole, such as other platforms and attestations. Null when there is none.
 */
export function findManifest(find: FindBlob): Manifest | null {
  const [docker] = asList(readJson(find, 'manifest.json')) ?? [];
  if (docker !== undefined) return dockerManifest(asObject(docker));
  return firstImage(asObject(readJson(find, 'index.json')), find, new Set());
}

export function readJson(find: FindBlob, name: string): unknown {
  const blob = find(name);
  return blob?.kind === 'json' ? parseJson(blob.text) : undefined;
}

/** A signature or an attestation, by its media type or by BuildKit's annotation. */
const SIGNATURE = /cosign|sigstore|notary|in-toto|dsse/i;

/** The kinds of signatures and attestations that OCI's indexes name, whether or not they are in the archive. */
export function attachedIn(find: FindBlob): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open: unknown[] = [readJson(find, 'index.json')];
  for (let index = open.pop(); index !== undefined; index = open.pop())
    for (const descriptor of asList(asObject(index)['manifests']) ?? []) {
      const name = memberOf(descriptor);
      if (seen.has(name)) continue;
      seen.add(name);
      const { annotations, artifactType } = asObject(descriptor);
      const manifest = asObject(readJson(find, name));
      const kinds = [
        asObject(annotations)['vnd.docker.reference.type'],
        ...[artifactType, manifest['artifactType'], asObject(manifest['config'])['mediaType']].filter(
          (type) => SIGNATURE.test(asString(type)),
        ),
      ];
      for (const kind of kinds) if (asString(kind) !== '') found.add(asString(kind));
      open.push(manifest);
    }
  return [...found];
}

function dockerManifest(json: JsonObject): Manifest {
  return {
    config: indexPath(asString(json['Config'])),
    layers: (asList(json['Layers']) ?? []).map((layer) => indexPath(asString(layer))),
  };
}

function firstImage(json: JsonObject, find: FindBlob, seen: Set<string>): Manifest | null {
  for (const descriptor of asList(json['manifests']) ?? []) {
    const name = memberOf(descriptor);
    if (seen.has(name)) continue;
    seen.add(name);
    const target = asObject(readJson(find, name));
    const found = target['manifests'] ? firstImage(target, find, seen) : ociManifest(target, find);
    if (found) return found;
  }
  return null;
}

function ociManifest(json: JsonObject, find: FindBlob): Manifest | null {
  const config = memberOf(json['config']);
  const layers = (asList(json['layers']) ?? []).map(memberOf);
  const whole = find(config)?.kind === 'json' && layers.every((layer) => find(layer)?.kind === 'layer');
  return whole ? { config, layers } : null;
}

function memberOf(descriptor: unknown): string {
  return `blobs/${asString(asObject(descriptor)['digest']).replace(':', '/')}`;
}
