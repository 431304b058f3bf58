/** Turns Ctrl-C and SIGTERM into an abort: what was started is removed before the program ends with 130. */
export function interruptSignal(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => controller.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    end() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
