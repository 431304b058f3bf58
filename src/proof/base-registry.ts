import { createRegistryClient, readDockerCredentials, type RegistryClient } from '../registry/index.ts';
import type { Session } from './session.ts';

/** ms that one question to a registry may take. */
const REGISTRY_TIME = 8_000;

/** The registries, asked with the user's own credentials until the session is interrupted. */
export function registryOf(session: Session): RegistryClient {
  return createRegistryClient({
    timeoutMs: REGISTRY_TIME,
    credentials: (host) => readDockerCredentials(host),
    fetch: (input, init) => fetch(input, withSignal(session, init)),
  });
}

function withSignal(session: Session, init: RequestInit | undefined): RequestInit {
  const signals = [init?.signal, session.signal].filter((one) => one !== undefined && one !== null);
  return signals.length === 0 ? (init ?? {}) : { ...init, signal: AbortSignal.any(signals) };
}
