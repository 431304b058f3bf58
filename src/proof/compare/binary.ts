import type { BodyComparison } from './answer.ts';

export interface BinaryExpectation {
  kind: 'binary';
  /** what both runs answered; null when their bytes differed */
  bytes: Uint8Array | null;
  /** the lengths that were seen, the smaller one first */
  lengths: [number, number];
}

export function learnBytes(first: Uint8Array, second: Uint8Array): BinaryExpectation {
  return {
    kind: 'binary',
    bytes: sameBytes(first, second) ? first : null,
    lengths: [Math.min(first.length, second.length), Math.max(first.length, second.length)],
  };
}

/** The same bytes; where both runs differed, a length between half the smaller and twice the larger one. */
export function compareBytes({ bytes, lengths }: BinaryExpectation, after: Uint8Array): BodyComparison {
  if (bytes !== null) {
    const equal = sameBytes(bytes, after);
    const difference = equal ? null : `${bytes.length} bytes became ${after.length} other bytes`;
    return { equal, relaxed: null, difference };
  }
  const equal = after.length >= lengths[0] / 2 && after.length <= lengths[1] * 2;
  return {
    equal,
    relaxed: 'both runs of the original answered other bytes, so only the length was compared, roughly',
    difference: equal ? null : `${lengths[0]} to ${lengths[1]} bytes became ${after.length}`,
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
