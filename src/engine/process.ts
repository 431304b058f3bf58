import { cappedOutput } from './capped.ts';
import { startGroup } from './group.ts';
import { lineSplitter } from './lines.ts';

export interface ProcessOptions {
  cwd?: string;
  /** The whole environment of the child; also where its command is looked up. */
  env: NodeJS.ProcessEnv;
  stdin?: string;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  /** Kept of stdout and of stderr each; the middle goes first. Default 4 MiB. */
  maxOutputBytes?: number;
  /** Sees every whole line, also those of the dropped middle. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

export interface ProcessResult {
  /** Null when a signal ended it or it could not be started. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  aborted: boolean;
  /** Why the command could not be started at all (`ENOENT`: no such command), else null. */
  startError: string | null;
}

const DEFAULT_OUTPUT = 4 * 1024 * 1024;
/** After its end a process may have left children behind that hold its pipes open; waited for so long, in ms. */
const PIPE_GRACE = 2000;

/**
 * Runs a command to its end, in a process group of its own. On time-out and on abort the whole group is ended: SIGTERM,
 * then SIGKILL. Never throws: exit codes, time-outs and a missing command are in the result.
 */
export function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const { signal, onLine } = options;
  const limit = options.maxOutputBytes ?? DEFAULT_OUTPUT;
  const stdout = cappedOutput(limit);
  const stderr = cappedOutput(limit);
  const result = { code: null, signal: null, timedOut: false, aborted: false, startError: null };
  if (signal?.aborted === true) {
    return Promise.resolve({ ...result, aborted: true, stdout: '', stderr: '' });
  }

  return new Promise((resolve) => {
    const ended: ProcessResult = { ...result, stdout: '', stderr: '' };
    const group = startGroup(command, args, {
      cwd: options.cwd,
      env: options.env,
      input: options.stdin !== undefined,
    });
    const { child } = group;
    const timer = setTimeout(() => {
      ended.timedOut = true;
      group.end();
    }, options.timeoutMs);
    const abort = (): void => {
      ended.aborted = true;
      group.end();
    };
    signal?.addEventListener('abort', abort, { once: true });

    const lines = (['stdout', 'stderr'] as const).map((name) => {
      const split = lineSplitter((line) => onLine?.(line, name));
      const kept = name === 'stdout' ? stdout : stderr;
      child[name]?.on('data', (chunk: Buffer) => {
        kept.push(chunk);
        if (onLine !== undefined) split.push(chunk);
      });
      return split;
    });
    // The child may end without having read its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.stdin);

    child.once('error', (error: NodeJS.ErrnoException) => {
      ended.startError = error.code ?? error.message;
      finish();
    });
    child.once('exit', () => {
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, PIPE_GRACE).unref();
    });
    child.once('close', (code, killedBy) => {
      ended.code = code;
      ended.signal = killedBy;
      finish();
    });
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      for (const split of lines) split.end();
      resolve({ ...ended, stdout: stdout.text(), stderr: stderr.text() });
    };
  });
}
