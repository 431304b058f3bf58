import { ReadableStream } from 'node:stream/web';

export interface Peeked {
  /** the first bytes, fewer when the stream is shorter */
  head: Uint8Array;
  /** the whole stream, the first bytes included; to be read at most once */
  all: AsyncIterable<Uint8Array>;
  /** reads past the rest when `all` is not going to be read */
  skip: () => Promise<void>;
}

/** Looks at the first bytes of a stream without taking them away. */
export async function peek(bytes: AsyncIterable<Uint8Array>, count: number): Promise<Peeked> {
  const source = bytes[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const { done, value } = await source.next();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  const all = resume(chunks, source);
  return { head: firstBytes(chunks, count), all, skip: () => drain(all) };
}

async function* resume(
  chunks: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

/** Reads a stream to its end for nothing. */
export async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const source = bytes[Symbol.asyncIterator]();
  while (!(await source.next()).done);
}

function firstBytes(chunks: readonly Uint8Array[], count: number): Uint8Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return only.subarray(0, count);
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk.subarray(0, count)]).slice(0, count));
}

/** The whole stream of at most `size` bytes in one array of its own, which keeps no larger buffer alive. */
export const readAll = (bytes: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> =>
  readInto(new Uint8Array(size), bytes);

/** Fills an array with the stream, which must not be longer; the filled part of it. */
export async function readInto(all: Uint8Array, bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let at = 0;
  for await (const chunk of bytes) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all.subarray(0, at);
}

/** The stream as a web stream. (ReadableStream.from does this, but the types for Node 20.9 lack it.) */
export function webStream(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await source.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
