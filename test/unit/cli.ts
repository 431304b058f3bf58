import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = new URL('../..', import.meta.url).pathname;
const CLI = join(ROOT, 'dist/cli.js');
/** A path below a file: nothing can be kept there. */
const CACHE = join(ROOT, 'package.json', 'cache');

/** Builds `dist/cli.js` when it is missing or older than what it is made of. */
export function builtCli(): void {
  const made = statSync(CLI, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const newest = Math.max(...sources.map((path) => statSync(join(ROOT, 'src', path)).mtimeMs));
  if (made <= newest) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
}

export interface CliResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd?: string;
  /** added to the test's own */
  env?: Readonly<Record<string, string>>;
  /** runs it as another user */
  as?: { uid: number; gid: number };
  /** a command that runs the one that follows it */
  within?: readonly string[];
  /** what it reads from standard input */
  input?: string;
  /** sees all of stderr so far, each time there is more */
  onStderr?: (soFar: string, cli: ChildProcess) => void;
}

/** Runs `shipshape` as its users do, to its end. */
export function shipshape(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const [command = '', ...words] = [...(options.within ?? []), process.execPath, CLI, ...args];
    const cli = spawn(command, words, {
      cwd: options.cwd,
      // nothing is known from earlier runs, of other tests or of the developer
      env: { ...process.env, XDG_CACHE_HOME: CACHE, ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...options.as,
    });
    cli.stdin?.on('error', () => {});
    cli.stdin?.end(options.input);
    const result: CliResult = { status: null, stdout: '', stderr: '' };
    cli.stdout?.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
    cli.stderr?.setEncoding('utf8').on('data', (text: string) => {
      result.stderr += text;
      options.onStderr?.(result.stderr, cli);
    });
    cli.once('error', reject);
    cli.once('close', (status) => resolve({ ...result, status }));
  });
}
