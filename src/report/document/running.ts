import type { RunningState } from '../../model/result.ts';

/** One field of the first process's status, its name left out; null where it was not seen. */
export function statusField(state: RunningState | null, name: string): string | null {
  const line = state?.process.find((one) => one.startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

/** `uid:gid`, the effective ones; null where they were not seen. */
export function userOf(state: RunningState | null): string | null {
  const second = (name: string) => statusField(state, name)?.split(/\s+/)[1];
  const [uid, gid] = [second('Uid'), second('Gid')];
  return uid === undefined || gid === undefined ? null : `${uid}:${gid}`;
}
