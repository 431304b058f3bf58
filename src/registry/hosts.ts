import { isDockerHub, type ImageReference } from '../model/image-reference/reference.ts';

/** Where Docker Hub answers the registry API; the engine itself knows it by this name. */
const DOCKER_HUB_API = 'registry-1.docker.io';

/**
 * The base of a registry's API. Plain HTTP for this machine's own registries alone, which the engine, too,
 * takes for insecure unasked.
 */
export function apiOf(reference: Pick<ImageReference, 'registry'>): string {
  const { registry } = reference;
  if (registry === null || isDockerHub(registry)) return `https://${DOCKER_HUB_API}/v2/`;
  const scheme = isLoopback(registry.replace(/:\d+$/, '')) ? 'http' : 'https';
  return `${scheme}://${registry}/v2/`;
}

/** The name under which credentials for a reference's registry are kept. */
export function credentialHostOf(reference: Pick<ImageReference, 'registry'>): string {
  return reference.registry === null || isDockerHub(reference.registry) ? 'docker.io' : reference.registry;
}

/** Whether a URL's host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
