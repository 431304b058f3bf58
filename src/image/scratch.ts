let spare: ArrayBuffer | null = null;

/**
 * Lends a buffer for the time of one call. An image has thousands of ELF files, some of more than 100 MB: with a buffer
 * for each, memory would wait for the garbage collector.
 * @param use gets exactly `size` bytes with anything in them, and must keep none of them
 */
export async function withScratch<T>(size: number, use: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  const buffer = spare !== null && spare.byteLength >= size ? spare : new ArrayBuffer(roundedUp(size));
  // whoever asks meanwhile gets one of its own
  spare = null;
  try {
    return await use(new Uint8Array(buffer, 0, size));
  } finally {
    spare = buffer;
  }
}

/** So that growing files need few buffers: 2ⁿ bytes, and no more than a tenth too much of what is large. */
const roundedUp = (size: number): number =>
  Math.min(2 ** Math.ceil(Math.log2(Math.max(size, 1 << 20))), Math.max(Math.ceil(size * 1.1), 1 << 20));
