import { inspectImage, saveImage, type Engine } from '../engine/index.ts';
import { executables, osPackages, readImageArchive } from '../image/index.ts';
import type { BaseResolution } from '../model/facts.ts';
import {
  observedVersion,
  observedSuite,
  parseReference,
  parseTag,
  pinnedTagCandidates,
  slimCandidates,
  withTag,
} from '../model/image-reference/index.ts';
import { registryOf } from './base-registry.ts';
import type { Session } from './session.ts';

export interface ObservedBase {
  env: Record<string, string>;
  osRelease: { id: string; versionId: string; codename: string | null } | null;
  debianVersion: string | null;
}

/**
 * Looks for a more exact tag of a base, or for its slim variant: only names that resolve count, in the local store
 * or by the base's own registry. Nothing is pulled.
 */
export async function resolveBase(
  session: Session,
  reference: string,
  purpose: 'pin' | 'slim',
  observed: ObservedBase,
): Promise<BaseResolution> {
  const kept = (reason: string): BaseResolution => ({
    reference,
    purpose,
    resolved: null,
    sameLayers: false,
    digestBefore: null,
    digestAfter: null,
    reason,
    contents: null,
  });
  const parsed = parseReference(reference);
  if (parsed === null) return kept('the name holds a variable, or is no image reference');
  if (parsed.digest !== null) return kept('it is pinned by its digest');
  const os = observed.osRelease;
  const release: Record<string, string> =
    os === null
      ? {}
      : {
          ID: os.id,
          VERSION_ID: os.versionId,
          ...(os.codename === null ? {} : { VERSION_CODENAME: os.codename }),
        };
  const version = observedVersion(
    parsed.repository,
    observed.env,
    release,
    observed.debianVersion ?? undefined,
  );
  if (version === null) return kept('the image does not tell its version');
  const candidates = (purpose === 'pin' ? pinnedTagCandidates : slimCandidates)(parsed, {
    version,
    codename: observedSuite(release),
    variantWords: parseTag(parsed.tag ?? 'latest').variantWords,
  });
  if (candidates.length === 0)
    return kept(
      purpose === 'pin' ? 'it names an exact version already' : 'there is no slimmer variant of it',
    );

  const local = await inspectImage(session.engine, reference);
  let unanswered: string | null = null;
  for (const tag of candidates) {
    const candidate = withTag(parsed, tag).text;
    const found = await lookUp(session, candidate);
    if (found.kind === 'unknown') unanswered = found.reason;
    if (found.kind !== 'found') continue;
    const sameLayers = local !== null && found.layers !== null && same(local.layers, found.layers);
    return {
      reference,
      purpose,
      resolved: candidate,
      sameLayers,
      digestBefore: local?.repoDigests[0]?.split('@')[1] ?? local?.id ?? null,
      digestAfter: found.digest,
      reason: found.where,
      contents: purpose === 'slim' && found.isLocal ? await contentsOf(session, candidate) : null,
    };
  }
  return kept(
    unanswered === null
      ? `none of ${candidates.join(', ')} resolves`
      : `${unanswered}, and no exact tag of it is there locally`,
  );
}

type Found =
  | {
      kind: 'found';
      layers: readonly string[] | null;
      digest: string | null;
      where: string;
      isLocal: boolean;
    }
  | { kind: 'missing' }
  | { kind: 'unknown'; reason: string };

async function lookUp(session: Session, reference: string): Promise<Found> {
  const local = await inspectImage(session.engine, reference);
  if (local !== null) {
    const digest = local.repoDigests[0]?.split('@')[1] ?? local.id;
    return { kind: 'found', layers: local.layers, digest, where: 'it is in the local store', isLocal: true };
  }
  if (session.options.offline) return { kind: 'unknown', reason: 'registries are not asked (--offline)' };
  const parsed = parseReference(reference);
  if (parsed === null) return { kind: 'missing' };
  const answer = await registryOf(session).manifestOf(parsed, platformOf(session.engine));
  if (answer.kind === 'found')
    return {
      kind: 'found',
      layers: answer.diffIds,
      digest: answer.digest,
      where: 'its registry knows it',
      isLocal: false,
    };
  return answer.kind === 'missing'
    ? { kind: 'missing' }
    : { kind: 'unknown', reason: `its registry did not tell (${answer.kind})` };
}

/** What the slim variant has, so that what it lacks can be installed. */
async function contentsOf(session: Session, reference: string): Promise<BaseResolution['contents']> {
  const index = await readImageArchive(saveImage(session.engine, reference, { signal: session.signal }), {});
  return {
    packages: osPackages(index).map(({ name }) => name),
    commands: [...executables(index).keys()].sort(),
  };
}

function platformOf({ facts }: Engine): { os: string; architecture: string; variant: string | null } {
  const names: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm' };
  return { os: facts.os, architecture: names[facts.architecture] ?? facts.architecture, variant: null };
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((digest, index) => digest === b[index]);
