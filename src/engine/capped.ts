import { joined } from './bytes.ts';

/** Keeps the first and the last half of `limit` bytes of a stream; what falls out is the middle. */
export interface CappedOutput {
  push(chunk: ArrayLike<number>): void;
  /** UTF-8, with a line in the place of the middle that says how many bytes are missing. */
  text(): string;
}

export function cappedOutput(limit: number): CappedOutput {
  const half = Math.max(1, Math.floor(limit / 2));
  let head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  let dropped = 0;

  const trimTail = (): void => {
    const all = joined(tail);
    const kept = all.slice(Math.max(0, all.length - half));
    dropped += all.length - kept.length;
    tail = [kept];
    tailBytes = kept.length;
  };

  return {
    push(chunk) {
      const bytes = new Uint8Array(chunk);
      const first = bytes.subarray(0, Math.max(0, half - headBytes));
      if (first.length > 0) head.push(first);
      headBytes += first.length;
      const rest = bytes.subarray(first.length);
      if (rest.length === 0) return;
      tail.push(rest);
      tailBytes += rest.length;
      if (tailBytes > 2 * half) trimTail();
    },
    text() {
      if (tailBytes > half) trimTail();
      head = [joined(head)];
      const decoder = new TextDecoder();
      if (dropped === 0) return decoder.decode(joined([...head, ...tail]));
      return `${decoder.decode(joined(head))}\n[… ${dropped} bytes left out …]\n${decoder.decode(joined(tail))}`;
    },
  };
}
