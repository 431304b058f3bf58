/** Ctrl-C, the end asked for by another program, and the terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns them into an abort: what was started is removed before the program ends with 130. */
export function interruptSignal(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => controller.abort();
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    end() {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
