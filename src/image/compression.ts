import { once } from 'node:events';
import { pipeline, Readable, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import { Decompress } from 'fzstd';

/** Node's own zstd came with 22.15; the types are older than that. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

export function startsLikeGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

export function startsLikeZstd(head: Uint8Array): boolean {
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
}

export function gunzip(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return through(bytes, zlib.createGunzip());
}

export function unzstd(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return createZstdDecompress ? through(bytes, createZstdDecompress()) : unzstdInJavaScript(bytes);
}

function through(bytes: AsyncIterable<Uint8Array>, transform: Transform): AsyncIterable<Uint8Array> {
  // An error of either end reaches the reader through the stream itself.
  return pipeline(Readable.from(bytes), transform, () => {});
}

async function* unzstdInJavaScript(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const decompress = new Decompress((chunk) => {
    ready.push(chunk.slice()); // fzstd goes on writing into its window
  });
  for await (const chunk of bytes) {
    decompress.push(chunk);
    yield* ready.splice(0);
  }
  decompress.push(new Uint8Array(0), true);
  yield* ready;
}

/** Passes the bytes on as they are, and tells by `size` what gzip level 6 makes of them, once all have passed. */
export function measureGzip(bytes: AsyncIterable<Uint8Array>): {
  bytes: AsyncIterable<Uint8Array>;
  size: () => number;
} {
  let compressed = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    const gzip = zlib.createGzip({ level: 6 });
    gzip.on('data', (chunk: Uint8Array) => {
      compressed += chunk.length;
    });
    try {
      for await (const chunk of bytes) {
        if (!gzip.write(chunk)) await once(gzip, 'drain');
        yield chunk;
      }
      gzip.end();
      await once(gzip, 'end');
    } finally {
      gzip.destroy();
    }
  }
  return { bytes: pass(), size: () => compressed };
}
