import { checkFiles } from './check-files.ts';
import type { CheckOptions } from './check-options.ts';
import type { CheckResult } from './model/check-result.ts';

/** All findings at once, as `shipshape check --json` prints them. */
export async function check(paths: readonly string[], options: CheckOptions = {}): Promise<CheckResult> {
  const files = [];
  for await (const { path, found, problem } of checkFiles(paths, options))
    if (problem === null) files.push({ path, findings: [...found] });
  return { version: 1, files };
}
