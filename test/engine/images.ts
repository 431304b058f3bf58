import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** Builds a folder as a user does, under a name that the test file alone uses; it is removed when the test is over. */
export function imageOf(dir: string, name: string): string {
  const docker = (...args: string[]): string =>
    execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  docker('build', '--quiet', '--tag', name, dir);
  onTestFinished(() => void docker('image', 'rm', name));
  return name;
}

/** The id that a name stands for now; null when the engine has no such image. */
export function idOf(name: string): string | null {
  try {
    const args = ['image', 'inspect', '--format', '{{.Id}}', name];
    return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
