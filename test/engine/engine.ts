import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** A suite that needs a Docker engine; without one it is reported as skipped. */
export function describeWithEngine(name: string, suite: () => void): void {
  // oxlint-disable-next-line vitest/valid-describe-callback, vitest/valid-title -- both are handed on
  describe.skipIf(!engineAnswers())(name, suite);
}

/** Whether a Docker engine answers to the `docker` command of this shell. */
export function engineAnswers(): boolean {
  const { status } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    stdio: 'ignore',
    timeout: 20_000,
  });
  return status === 0;
}
