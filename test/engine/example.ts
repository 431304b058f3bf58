import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { detectEngine, type Engine } from '../../src/engine/index.ts';
import type { ImproveResult, SetupResult } from '../../src/index.ts';

/** Folders and images that a test file makes, all named after it, all removed by `dispose`. */
export function workplace(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `shipshape-test-${name}-`));
  return {
    folder,
    /** A copy of a folder of this repository, without what is named. */
    copy(from: string, to: string, without: readonly string[] = []): string {
      const source = new URL(`../../${from}`, import.meta.url).pathname;
      const target = join(folder, to);
      cpSync(source, target, {
        recursive: true,
        filter: (path) => !without.includes(relative(source, path)),
      });
      return target;
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function engineThatAnswers(): Promise<Engine> {
  const detection = await detectEngine();
  if (detection.kind === 'none') throw new Error(detection.reason);
  return detection.engine;
}

export function onlySetup({ setups }: ImproveResult): SetupResult {
  const [setup] = setups;
  if (setup === undefined || setups.length > 1) throw new Error(`${setups.length} setups instead of one`);
  return setup;
}

/** Path → content of all files below a folder, but for Shipshape's own. */
export function filesOf(dir: string): Record<string, string> {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) =>
        !/^\.(shipshape|git)(\/|$)|^DOCKER_IMPROVEMENTS\.md$/.test(path) &&
        statSync(join(dir, path)).isFile(),
    )
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(dir, path), 'utf8')]));
}

const run = promisify(execFile);

/** Runs a command to its end and gives what it printed; throws, with that, when it fails. */
export async function command(
  dir: string,
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await run(file, args, {
    cwd: dir,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
  return stdout;
}

/** A TCP port of this machine that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
