// oxlint-disable unicorn/require-post-message-target-origin -- a worker thread is no window
// Proposals in worker threads: a file that takes for ever, or takes a worker down, costs that worker alone.
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { Worker } from 'node:worker_threads';

/** ms that one file may take. */
const LIMIT = 120_000;

/** One record for each file, in the files' order. */
export async function proposals(library, root, files) {
  const records = Array.from({ length: files.length });
  let next = 0;
  const lane = async () => {
    let worker = null;
    while (next < files.length) {
      const at = next++;
      worker ??= await ready(library, root);
      const record = await ask(worker, files[at]);
      const name = relative(root, files[at]);
      records[at] =
        'crash' in record
          ? {
              name,
              refused: null,
              crash: record.crash,
              failures: [`${name}: ${record.crash.split('\n').slice(0, 4).join(' ')}`],
            }
          : record;
      if (record.lost) worker = null;
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return records;
}

const ready = (library, root) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: { library, root } });
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve(worker);
    });
  });

const ask = (worker, file) =>
  new Promise((resolve) => {
    const settle = (record) => {
      clearTimeout(timer);
      // all listeners at once would take the worker's own along, and no message would come any more
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
      if (record.lost) void worker.terminate();
      resolve(record);
    };
    const listeners = {
      message: settle,
      error: (error) => settle({ crash: error.stack, lost: true }),
      exit: (code) => settle({ crash: `the worker ended with ${code}`, lost: true }),
    };
    const timer = setTimeout(() => settle({ crash: `took more than ${LIMIT / 1000} s`, lost: true }), LIMIT);
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
    worker.postMessage(file);
  });
