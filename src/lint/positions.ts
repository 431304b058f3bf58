import type { Position } from '../syntax/text.ts';

/** Turns offsets of one text into lines and columns, in time that grows with the logarithm of its lines. */
export class Positions {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(source: string) {
    this.#length = source.length;
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** how many lines there are; a last line ending begins no line of its own */
  get lineCount(): number {
    const last = this.#starts.at(-1) ?? 0;
    return last === this.#length && this.#starts.length > 1 ? this.#starts.length - 1 : this.#starts.length;
  }

  /** counted from 1 */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  at(offset: number): Position {
    const line = this.lineOf(offset);
    return { line, column: offset - this.startOf(line) + 1 };
  }

  /** the offset at which a line begins */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.#length;
  }
}
