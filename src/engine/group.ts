import { type ChildProcess, spawn } from 'node:child_process';

/** Leaders of the process groups that still run; should we die, they die with us. */
const running = new Set<number>();
let watching = false;

/** How long a group may take to end after SIGTERM before it gets SIGKILL, in ms. */
const GRACE = 5000;

/** A child that leads its own process group, so that all it started can be ended at once. */
export interface Group {
  child: ChildProcess;
  /** SIGTERM to the whole group, then SIGKILL when the grace is over. May be called more than once. */
  end(): void;
}

export function startGroup(
  command: string,
  args: readonly string[],
  { cwd, env, input }: { cwd?: string | undefined; env: NodeJS.ProcessEnv; input: boolean },
): Group {
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) return { child, end: () => {} };
  watchExit();
  running.add(pid);
  let killer: NodeJS.Timeout | null = null;
  child.once('close', () => {
    running.delete(pid);
    if (killer !== null) clearTimeout(killer);
  });
  return {
    child,
    end() {
      if (killer !== null || !running.has(pid)) return;
      signalGroup(pid, 'SIGTERM');
      killer = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE);
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group ended in the meantime.
  }
}

function watchExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const pid of running) signalGroup(pid, 'SIGKILL');
  });
}
