import { setTimeout as sleep } from 'node:timers/promises';
import {
  containerLogs,
  diffContainer,
  inspectContainer,
  peakMemory,
  type ContainerDetails,
} from '../engine/index.ts';
import { stopIfAborted } from '../project/index.ts';
import type { SiblingRecord } from './contract.ts';
import type { Ran } from './run-record.ts';
import type { Session } from './session.ts';

/** ms after its start at which a program that still runs is said to stay up. */
const SETTLED = 6_000;
/** ms for a verdict of its health check after that. */
const HEALTH_LIMIT = 15_000;
const LOOK = 200;

export interface Beside {
  records: Record<string, SiblingRecord>;
  seen: Ran['siblings'];
  /** of those that ended with an error */
  logs: string[];
}

/** Whether the other services that run the image stay up, or end as they should. */
export async function watchSiblings(
  session: Session,
  containers: ReadonlyMap<string, string>,
): Promise<Beside> {
  const beside = {
    records: {} as Record<string, SiblingRecord>,
    seen: new Map<string, Seen>(),
    logs: [] as string[],
  };
  for (const [name, id] of containers) {
    const container = await settled(session, id);
    const hasEnded = container?.state !== 'running';
    const exitCode = hasEnded ? (container?.exitCode ?? null) : null;
    const health = container?.health;
    beside.records[name] = {
      state: hasEnded ? 'ended' : 'stays up',
      exitCode,
      health:
        health === null || health === undefined || hasEnded
          ? 'none'
          : health === 'healthy'
            ? 'healthy'
            : 'unhealthy',
    };
    beside.seen.set(name, {
      diff: await diffContainer(session.engine, id),
      peakMemory: hasEnded ? null : await peakMemory(session.engine, id),
    });
    if (hasEnded && exitCode !== 0) {
      const { stdout, stderr } = await containerLogs(session.engine, id);
      beside.logs.push(`${name}:\n${stdout}${stderr}`);
    }
  }
  return beside;
}

type Seen = NonNullable<ReturnType<Ran['siblings']['get']>>;

async function settled(session: Session, id: string): Promise<ContainerDetails | null> {
  for (;;) {
    stopIfAborted(session.signal);
    const container = await inspectContainer(session.engine, id);
    if (container === null || container.state === 'exited' || container.state === 'dead') return container;
    const age = container.startedAt === null ? 0 : Date.now() - container.startedAt;
    const isStarting = container.health === 'starting' && age < SETTLED + HEALTH_LIMIT;
    if (container.state === 'running' && age > SETTLED && !isStarting) return container;
    await sleep(LOOK);
  }
}
