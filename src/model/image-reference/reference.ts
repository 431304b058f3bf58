/** An image's name as a FROM line or a compose file spells it, taken apart. */
export interface ImageReference {
  /** The registry's host with its port, as written; null where none was written, which means Docker Hub. */
  registry: string | null;
  /** The path at the registry, with Docker Hub's `library/` filled in: `library/python`. */
  repository: string;
  tag: string | null;
  /** `sha256:…` */
  digest: string | null;
  /** What Docker shows people: `python`, `ghcr.io/org/app`; without tag and digest. */
  familiarName: string;
  /** The name in the author's own spelling, without tag and digest. */
  writtenName: string;
  /** The whole reference in the author's own spelling. */
  text: string;
}

const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_HOSTS = new Set([DOCKER_HUB, 'index.docker.io']);
const OFFICIAL = 'library/';
const LONGEST_REPOSITORY = 255;

const HOST_PART = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)';
const HOST = new RegExp(String.raw`^(?:${HOST_PART}(?:\.${HOST_PART})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$`);
const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${PATH_PART}(?:/${PATH_PART})*$`);
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const IMAGE_ID = /^[a-f0-9]{64}$/;

/**
 * Takes an image reference apart after the grammar and the Docker Hub rules of the distribution project
 * (github.com/distribution/reference, `reference.go` and `normalize.go`).
 * @returns null for what is not a reference: wrong characters, a variable, an image id
 */
export function parseReference(text: string): ImageReference | null {
  if (IMAGE_ID.test(text)) return null;
  const at = text.indexOf('@');
  const digest = at === -1 ? null : text.slice(at + 1);
  if (digest !== null && !DIGEST.test(digest)) return null;

  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon === -1 ? null : named.slice(colon + 1);
  if (tag !== null && !TAG.test(tag)) return null;

  const writtenName = colon === -1 ? named : named.slice(0, colon);
  const { registry, path } = splitName(writtenName);
  if (registry !== null && !HOST.test(registry)) return null;
  const onDockerHub = isDockerHub(registry);
  const repository = onDockerHub && !path.includes('/') ? OFFICIAL + path : path;
  if (!REPOSITORY.test(repository) || repository.length > LONGEST_REPOSITORY) return null;

  const familiarName = onDockerHub ? withoutOfficial(repository) : `${registry ?? DOCKER_HUB}/${repository}`;
  return { registry, repository, tag, digest, familiarName, writtenName, text };
}

/** Whether a reference's registry is Docker Hub, by any of its names or by naming none. */
export function isDockerHub(registry: string | null): boolean {
  return registry === null || DOCKER_HUB_HOSTS.has(registry);
}

/** The same name with another tag; a digest goes, since it belonged to the old tag. */
export function withTag(reference: ImageReference, tag: string): ImageReference {
  const changed = { ...reference, tag, digest: null };
  return { ...changed, text: formatReference(changed) };
}

/** The reference as text, in the spelling that its author chose for the name. */
export function formatReference(reference: Pick<ImageReference, 'writtenName' | 'tag' | 'digest'>): string {
  const tag = reference.tag === null ? '' : `:${reference.tag}`;
  const digest = reference.digest === null ? '' : `@${reference.digest}`;
  return reference.writtenName + tag + digest;
}

/** The first part is a host when it has a dot, a port or a capital letter, or is `localhost`. */
function splitName(name: string): { registry: string | null; path: string } {
  const slash = name.indexOf('/');
  if (slash === -1) return { registry: null, path: name };
  const first = name.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  return isHost ? { registry: first, path: name.slice(slash + 1) } : { registry: null, path: name };
}

function withoutOfficial(repository: string): string {
  const rest = repository.slice(OFFICIAL.length);
  return repository.startsWith(OFFICIAL) && !rest.includes('/') ? rest : repository;
}
