import type { BodyComparison } from './answer.ts';

export interface BinaryExpectation {
  kind: 'binary';
  /** what every run answered; null when their bytes differed */
  bytes: Uint8Array | null;
  /** the lengths that were seen, the smaller one first */
  lengths: [number, number];
}

/** Learns from two or more runs whether the bytes stay, else about how many there are. */
export function learnBytes(first: Uint8Array, ...others: readonly Uint8Array[]): BinaryExpectation {
  const lengths = [first, ...others].map(({ length }) => length);
  return {
    kind: 'binary',
    bytes: others.every((other) => sameBytes(first, other)) ? first : null,
    lengths: [Math.min(...lengths), Math.max(...lengths)],
  };
}

/** The same bytes; where the runs differed, a length between half the smaller and twice the larger one. */
export function compareBytes({ bytes, lengths }: BinaryExpectation, after: Uint8Array): BodyComparison {
  if (bytes !== null) {
    const equal = sameBytes(bytes, after);
    const difference = equal ? null : `${bytes.length} bytes became ${after.length} other bytes`;
    return { equal, relaxed: null, difference };
  }
  const equal = after.length >= lengths[0] / 2 && after.length <= lengths[1] * 2;
  return {
    equal,
    relaxed: 'the runs of the original answered other bytes, so only the length was compared, roughly',
    difference: equal ? null : `${lengths[0]} to ${lengths[1]} bytes became ${after.length}`,
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
