/** What a command writes: stdout in large pieces, stderr with a line of progress that is renewed on a terminal. */
export class Output {
  #waiting = '';
  #shown = false;
  #next = performance.now() + FIRST;

  /** Resolves when there is room for more. */
  async write(text: string): Promise<void> {
    this.#waiting += text;
    // on a terminal people want to see what is found as it is found
    if (this.#waiting.length >= (process.stdout.isTTY ? 1 : PIECE)) await this.#flush();
  }

  say(text: string): void {
    this.#clear();
    process.stderr.write(text);
  }

  progress(text: () => string): void {
    if (!process.stderr.isTTY || performance.now() < this.#next) return;
    this.#next = performance.now() + EVERY;
    this.#shown = true;
    process.stderr.write(`\r\u001B[Kshipshape: ${text()} …`);
  }

  /** @returns the status that was given, when all is written */
  async finish(text: string, status: number): Promise<number> {
    this.#waiting += text;
    await this.#flush();
    this.#clear();
    return status;
  }

  async #flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    if (text === '') return;
    this.#clear();
    await new Promise<void>((resolve) => void process.stdout.write(text, () => resolve()));
  }

  #clear(): void {
    if (this.#shown) process.stderr.write('\r\u001B[K');
    this.#shown = false;
  }
}

/** Characters that are gathered before they are written. */
const PIECE = 64 * 1024;
/** Milliseconds until progress is shown, and between two such lines. */
const FIRST = 300;
const EVERY = 100;
