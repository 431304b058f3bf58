import { expect, it } from 'vitest';
import { attachedIn } from './find-manifest.ts';

const blob = (digest: string): string => `blobs/sha256/${digest}`;
const descriptor = (digest: string, more = {}) => ({ digest: `sha256:${digest}`, ...more });

function attached(files: Readonly<Record<string, unknown>>): string[] {
  return attachedIn((name) =>
    files[name] === undefined ? undefined : { kind: 'json', text: JSON.stringify(files[name]) },
  );
}

it('finds attestations of BuildKit and signatures, in nested indexes too, whether or not they are there whole', () => {
  const attestation = { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } };
  const signature = { artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json' };
  expect(
    attached({
      'index.json': { manifests: [descriptor('a')] },
      [blob('a')]: { manifests: [descriptor('b'), descriptor('c', attestation), descriptor('a')] },
      [blob('b')]: { manifests: [descriptor('d')] },
      [blob('d')]: signature,
    }).sort(),
  ).toEqual(['application/vnd.dev.cosign.artifact.sig.v1+json', 'attestation-manifest']);
});

it('finds none in an image alone, and none without an index', () => {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json' };
  expect(attached({ 'index.json': { manifests: [descriptor('a')] }, [blob('a')]: { config } })).toEqual([]);
  expect(attached({})).toEqual([]);
});
