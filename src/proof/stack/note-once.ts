import type { Session } from '../session.ts';

const told = new WeakMap<Session, Set<string>>();

/** Notes what every preparation of a run would say again. */
export function noteOnce(session: Session, message: string): void {
  const known = told.get(session) ?? new Set<string>();
  told.set(session, known);
  if (known.has(message)) return;
  known.add(message);
  session.note(message);
}
