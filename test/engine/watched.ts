import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { shipshape, type CliOptions, type CliResult } from '../unit/cli.ts';

export interface Watched extends CliResult {
  /** every docker command that it ran, one on a line */
  docker: string;
}

/**
 * Runs a command on a project with a temporary folder of its own and with a `docker` that writes down what it is asked,
 * and sees to it that nothing is left behind: no temporary file, nothing in the engine.
 * @param dir the project's folder, alone in a folder of the test's own
 */
export async function watched(
  dir: string,
  args: readonly string[],
  options: CliOptions = {},
): Promise<Watched> {
  const place = dirname(dir);
  const temporary = join(place, 'tmp');
  const log = join(place, 'docker.log');
  mkdirSync(temporary, { recursive: true });
  writeFileSync(log, '');
  const env = {
    PATH: `${recordingDocker(place, log)}:${process.env['PATH']}`,
    TMPDIR: temporary,
    ...options.env,
  };
  const result = await shipshape(args, { ...options, env });
  expect(readdirSync(temporary), 'no temporary file is left').toEqual([]);
  for (const runId of runsIn(log)) expect(leftOf(runId), 'nothing is left in the engine').toEqual([]);
  return { ...result, docker: readFileSync(log, 'utf8') };
}

function recordingDocker(place: string, log: string): string {
  const folder = join(place, 'bin');
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  const real = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\nexec '${real}' "$@"\n`;
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
  return folder;
}

/** The ids of the runs that a log of docker commands names. */
export const runsIn = (log: string): string[] => [
  ...new Set(
    [...readFileSync(log, 'utf8').matchAll(/shipshape[-.](?:run=)?([0-9a-f]{12})\b/g)].map(
      ([, id = '']) => id,
    ),
  ),
];

/** What a run has left in the engine. */
export function leftOf(runId: string): string[] {
  const kinds = [
    ['ps', '--all'],
    ['image', 'ls'],
    ['network', 'ls'],
    ['volume', 'ls'],
  ];
  return kinds.flatMap((kind) => {
    const asked = [...kind, '--quiet', '--filter', `label=shipshape.run=${runId}`];
    return execFileSync('docker', asked, { encoding: 'utf8' }).split('\n').filter(Boolean);
  });
}
