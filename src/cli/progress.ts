/** Progress by phase: one line that is renewed on a terminal, plain lines elsewhere. */
export function progressOn(stream: NodeJS.WriteStream): { say: (message: string) => void; end: () => void } {
  const begun = performance.now();
  const elapsed = (): string => `${Math.round((performance.now() - begun) / 1000)} s`;
  if (!stream.isTTY)
    return { say: (message) => void stream.write(`shipshape: ${message} (${elapsed()})\n`), end: () => {} };

  let current = '';
  const draw = (): void =>
    void stream.write(`\r\u001B[K${current === '' ? '' : `${current} … ${elapsed()}`}`);
  const timer = setInterval(draw, 1000);
  timer.unref();
  return {
    say(message) {
      current = message;
      draw();
    },
    end() {
      clearInterval(timer);
      current = '';
      draw();
    },
  };
}
