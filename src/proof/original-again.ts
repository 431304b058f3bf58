import { build, tagFor, type Workplace } from './build-setup.ts';
import type { Ran, ServiceRequest } from './run-record.ts';
import { runService } from './run-service.ts';
import type { Session } from './session.ts';

/** The original, for a closer look. */
export interface Original {
  /** runs it once more */
  runAgain: () => Promise<Ran>;
  /** builds it anew, once, and runs that; null where it cannot be built */
  runRebuilt: () => Promise<Ran | null>;
}

/**
 * The original of a comparison.
 * @param workplace where it is built; null where it is an image that somebody else built
 * @param request how it was run
 */
export function originalAgain(
  session: Session,
  workplace: Workplace | null,
  request: ServiceRequest,
): Original {
  let known: Promise<Ran | null> | null = null;
  return {
    runAgain: () => {
      session.say(`running ${session.subject} beside it`);
      return runService(session, request);
    },
    runRebuilt: () =>
      (known ??= workplace === null ? Promise.resolve(null) : rebuilt(session, workplace, request)),
  };
}

async function rebuilt(session: Session, workplace: Workplace, request: ServiceRequest): Promise<Ran | null> {
  session.say(`building ${session.subject} anew, to see what another build says otherwise`);
  const tag = tagFor(session, 'anew');
  const { failure } = await build(session, workplace, { tag, noCache: true });
  return failure === null ? runService(session, { ...request, image: tag }) : null;
}
