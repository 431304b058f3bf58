import type { Change } from '../model/change.ts';
import type { Setup } from '../model/setup.ts';

/** The files that a change makes different, with their texts after it; none when it is not needed. */
export function changedFiles(
  change: Change,
  setup: Setup,
  rung: string = change.rungs[0],
): Record<string, string> {
  const result = change.apply(setup, rung);
  if (result.kind === 'not-needed') return {};
  return Object.fromEntries([...result.setup.files].filter(([path, text]) => setup.files.get(path) !== text));
}
