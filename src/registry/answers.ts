/** Why a registry gave no answer that can be used. */
export type RegistryFailure =
  /** The registry does not have it (404), or has no image for the platform. */
  | { kind: 'missing' }
  /** 401 or 403, also with the credentials that are there. */
  | { kind: 'refused'; status: number }
  /** 429; null where the registry does not say how long to wait. */
  | { kind: 'limited'; retryAfterMs: number | null }
  | { kind: 'unreachable'; reason: 'timeout' | 'offline' | 'tls' | 'connection' }
  /** It answered, but not as the OCI distribution specification says. `reason` is a phrase for people. */
  | { kind: 'broken'; reason: string };

/** A registry's answer to a question; `found` carries what was asked for. */
export type RegistryAnswer<Found> = ({ kind: 'found' } & Found) | RegistryFailure;

/** Carries a failure up to the client's door; never leaves this folder. */
export class RegistryTrouble extends Error {
  override readonly name = 'RegistryTrouble';
  readonly failure: RegistryFailure;

  constructor(failure: RegistryFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** @returns what to throw for an answer that is not as the specification says; no secrets in `reason`. */
export function broken(reason: string): RegistryTrouble {
  return new RegistryTrouble({ kind: 'broken', reason });
}

/** Turns what a question threw for the network's or the registry's sake into its answer. */
export async function answerOf<Found>(ask: () => Promise<Found>): Promise<RegistryAnswer<Found>> {
  try {
    return { kind: 'found', ...(await ask()) };
  } catch (error) {
    if (error instanceof RegistryTrouble) return error.failure;
    throw error;
  }
}
