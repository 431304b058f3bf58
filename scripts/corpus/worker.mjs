// oxlint-disable unicorn/require-post-message-target-origin -- a worker thread is no window
import { parentPort, workerData } from 'node:worker_threads';
import { proposal } from './propose.mjs';

const library = await import(workerData.library);
parentPort.on('message', (file) => {
  proposal(library, workerData.root, file).then(
    (record) => parentPort.postMessage(record),
    (error) => parentPort.postMessage({ crash: error.stack }),
  );
});
parentPort.postMessage('ready');
