import { setTimeout as sleep } from 'node:timers/promises';
import { inspectContainer } from '../engine/index.ts';
import { stopIfAborted } from '../project/index.ts';
import type { Health } from './contract.ts';
import type { ServiceRequest } from './run-record.ts';
import type { Session } from './session.ts';

/** ms between two looks. */
const LOOK = 400;
/** ms that a health check, asked every second, has for its verdict. */
const HEALTH_LIMIT = 30_000;
const UNHEALTHY_LIMIT = 5_000;

/** What the health check of a running container comes to. */
export async function healthVerdict(
  session: Session,
  { hasHealthCheck }: ServiceRequest,
  id: string,
): Promise<Health> {
  if (!hasHealthCheck) return 'none';
  const begun = performance.now();
  for (;;) {
    stopIfAborted(session.signal);
    const health = (await inspectContainer(session.engine, id))?.health ?? null;
    if (health === null) return 'none';
    if (health === 'healthy') return health;
    // asked every second, a slow start makes for a verdict that the next look takes back
    const patience = health === 'unhealthy' ? UNHEALTHY_LIMIT : HEALTH_LIMIT;
    if (performance.now() - begun > patience) return 'unhealthy';
    await sleep(LOOK);
  }
}
