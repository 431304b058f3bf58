import { inspectImage } from '../engine/index.ts';
import type { BaseResolution, PinDigest } from '../model/facts.ts';
import { parseReference, type ImageReference } from '../model/image-reference/index.ts';
import { registryOf } from './base-registry.ts';
import type { Session } from './session.ts';

/**
 * The same answer with the digests that its names stand for: the one under which the image was pulled, else what its
 * registry tells now. Images that were made here have none.
 */
export async function withDigests(session: Session, answer: BaseResolution): Promise<BaseResolution> {
  const written = await digestOf(session, answer.reference);
  const resolved = answer.resolved === null ? null : await digestOf(session, answer.resolved);
  const why = [written, resolved].find((one) => typeof one === 'string');
  return {
    ...answer,
    digests: {
      written: typeof written === 'string' ? null : written,
      resolved: typeof resolved === 'string' ? null : resolved,
      reason: why ?? 'its registry or the local store tells it',
    },
  };
}

/** @returns the reason where none can be had */
async function digestOf(session: Session, text: string): Promise<PinDigest | string> {
  const reference = parseReference(text);
  if (reference === null) return 'the name holds a variable, or is no image reference';
  if (reference.digest !== null) return 'it has a digest already';
  const local = await inspectImage(session.engine, text);
  const pulled = local?.repoDigests.map(parseReference).find((one) => one !== null && isSame(one, reference));
  if (pulled?.digest) return { digest: pulled.digest, isObserved: true };
  if (session.options.offline)
    return 'no digest of it is known locally, and registries are not asked (--offline)';
  const answer = await registryOf(session).digestOf(reference);
  return answer.kind === 'found'
    ? { digest: answer.digest, isObserved: false }
    : `no digest of it is known locally, and its registry did not tell (${answer.kind})`;
}

const isSame = (a: ImageReference, b: ImageReference): boolean => a.familiarName === b.familiarName;
