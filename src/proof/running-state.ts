import { execIn, type ContainerDetails, type Engine } from '../engine/index.ts';
import type { RunningState } from '../model/result.ts';

/** What the kernel says of a container's first process; '' where the image has no `cat`. */
export async function processStatus(engine: Engine, id: string): Promise<string> {
  const { code, stdout } = await execIn(engine, id, ['cat', '/proc/1/status']);
  return code === 0 ? stdout : '';
}

/** `uid:gid` of the first process: the ids that its rights are measured by. */
export function userOf(status: string): string | null {
  const field = (name: string) => new RegExp(`^${name}:\\s*\\d+\\s+(\\d+)`, 'm').exec(status)?.[1];
  return field('Uid') === undefined ? null : `${field('Uid')}:${field('Gid')}`;
}

/** The lines of `/proc/PID/status` that tell rights: proc_pid_status(5). */
const TELLING = /^(?:Uid|Gid|CapEff|CapBnd|NoNewPrivs|Seccomp):.*$/gm;

/** @param limited the file sets a memory limit, so that the one that is seen is not the run's own */
export function stateOf(
  { limits, health, tmpfs, mounts }: ContainerDetails,
  status: string,
  limited: boolean,
): Omit<RunningState, 'stopMs' | 'stopExitCode'> {
  const { memory, pids, ...rights } = limits;
  return {
    ...rights,
    process: status.match(TELLING) ?? [],
    health,
    memoryLimit: limited ? memory : null,
    pidsLimit: pids,
    writable: [
      ...new Set([...tmpfs, ...mounts.filter(({ writable }) => writable).map(({ target }) => target)]),
    ].sort(),
  };
}
