import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runProcess } from './process.ts';

const env = process.env;
const shell = (script: string, options: Partial<Parameters<typeof runProcess>[2]> = {}) =>
  runProcess('sh', ['-c', script], { env, timeoutMs: 20_000, ...options });

/** A process that ended but was not yet collected by its parent counts as ended. */
const alive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && alive(pid); tries += 1) await sleep(50);
  return !alive(pid);
}

describe('runProcess', () => {
  test('gives both streams and the exit code', async () => {
    const result = await shell('echo out; echo err >&2; exit 3');
    expect(result).toMatchObject({
      code: 3,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
      startError: null,
    });
  });

  test('gives the command its input', async () => {
    expect((await shell('tr a-z A-Z', { stdin: 'häs' })).stdout).toBe('HäS');
  });

  test('says that there is no such command', async () => {
    const result = await runProcess('no-such-command', [], { env, timeoutMs: 1000 });
    expect(result).toMatchObject({ code: null, startError: 'ENOENT' });
  });

  test('ends the whole group on time-out', async () => {
    const result = await shell('sleep 60 & echo $!; wait', { timeoutMs: 300 });
    expect(result).toMatchObject({ timedOut: true, aborted: false, code: null });
    expect(await gone(Number(result.stdout))).toBe(true);
  });

  test('ends the whole group on abort', async () => {
    const controller = new AbortController();
    const running = shell('sleep 60 & echo $!; wait', {
      signal: controller.signal,
      onLine: () => controller.abort(),
    });
    const result = await running;
    expect(result).toMatchObject({ timedOut: false, aborted: true });
    expect(await gone(Number(result.stdout))).toBe(true);
  });

  test('kills what does not listen to SIGTERM', async () => {
    const result = await shell("trap '' TERM; while :; do sleep 0.1; done", { timeoutMs: 200 });
    expect(result).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  });

  test('does not start at all after an abort', async () => {
    const result = await shell('echo started', { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ aborted: true, stdout: '' });
  });

  test('caps the output but shows every line', async () => {
    let lines = 0;
    const result = await shell('i=0; while [ $i -lt 1000 ]; do echo "line $i"; i=$((i+1)); done', {
      maxOutputBytes: 200,
      onLine: () => (lines += 1),
    });
    expect(lines).toBe(1000);
    expect(result.stdout).toMatch(/^line 0\n[^]*bytes left out[^]*line 999\n$/);
    expect(result.stdout.length).toBeLessThan(260);
  });
});
