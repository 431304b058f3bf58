import { build, tagFor, type Workplace } from './build-setup.ts';
import type { Ran, ServiceRequest } from './run-record.ts';
import { runService } from './run-service.ts';
import type { Session } from './session.ts';

/** Builds a setup anew when it is first asked for, and runs that once; null where it does not build. */
export function rebuiltOnce(
  session: Session,
  workplace: Workplace,
  request: ServiceRequest,
): () => Promise<Ran | null> {
  let known: Promise<Ran | null> | null = null;
  return () => (known ??= rebuilt(session, workplace, request));
}

async function rebuilt(session: Session, workplace: Workplace, request: ServiceRequest): Promise<Ran | null> {
  session.say(`building ${session.subject} anew, to see what another build says otherwise`);
  const tag = tagFor(session, 'anew');
  const { failure } = await build(session, workplace, { tag, noCache: true });
  return failure === null ? runService(session, { ...request, image: tag }) : null;
}
