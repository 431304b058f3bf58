import { expect, test } from 'vitest';
import { buildProgress } from './build-progress.ts';

// Lines as Docker 28.5 writes them, digests and times shortened.
const FROM = 'sha256:8a7f';
const RUN = 'sha256:b254';
const LINES = [
  `{"vertexes":[{"digest":"${RUN}","inputs":["${FROM}"],"name":"[2/2] RUN echo first \\u0026\\u0026 false"},{"digest":"${FROM}","name":"[1/2] FROM docker.io/library/python:3.13-slim"}]}`,
  `{"vertexes":[{"digest":"${FROM}","name":"[1/2] FROM docker.io/library/python:3.13-slim","started":"2026-11-24T02:51:14.244Z","completed":"2026-11-24T02:51:14.245Z"},{"digest":"${FROM}","name":"[1/2] FROM docker.io/library/python:3.13-slim","started":"2026-11-24T02:51:14.246Z"}]}`,
  `{"vertexes":[{"digest":"${FROM}","name":"[1/2] FROM docker.io/library/python:3.13-slim","started":"2026-11-24T02:51:14.246Z","completed":"2026-11-24T02:51:14.247Z","cached":true}]}`,
  `{"vertexes":[{"digest":"${RUN}","inputs":["${FROM}"],"name":"[2/2] RUN echo first \\u0026\\u0026 false","started":"2026-11-24T02:51:14.250Z"}]}`,
  `{"statuses":[{"id":"transferring","vertex":"${RUN}","current":0,"timestamp":"2026-11-24T02:51:14.251Z"}]}`,
  `{"logs":[{"vertex":"${RUN}","stream":1,"data":"Zmly","timestamp":"2026-11-24T02:51:14.368Z"}]}`,
  `{"logs":[{"vertex":"${RUN}","stream":1,"data":"c3QK","timestamp":"2026-11-24T02:51:14.369Z"}]}`,
  `{"vertexes":[{"digest":"${RUN}","name":"[2/2] RUN echo first \\u0026\\u0026 false","started":"2026-11-24T02:51:14.250Z","completed":"2026-11-24T02:51:14.395Z","error":"process \\"/bin/sh -c echo first\\" did not complete successfully: exit code: 1"}]}`,
  'ERROR: failed to build: failed to solve: process',
  '{ no json',
];

test('reads steps, their last state, their output and the plain text', () => {
  const progress = buildProgress(1000);
  for (const line of LINES) progress.line(line);
  expect(progress.steps()).toEqual([
    {
      digest: RUN,
      name: '[2/2] RUN echo first && false',
      cached: false,
      started: Date.parse('2026-11-24T02:51:14.250Z'),
      completed: Date.parse('2026-11-24T02:51:14.395Z'),
      error: 'process "/bin/sh -c echo first" did not complete successfully: exit code: 1',
    },
    {
      digest: FROM,
      name: '[1/2] FROM docker.io/library/python:3.13-slim',
      cached: true,
      started: Date.parse('2026-11-24T02:51:14.246Z'),
      completed: Date.parse('2026-11-24T02:51:14.247Z'),
      error: null,
    },
  ]);
  expect(progress.log()).toBe('--- [2/2] RUN echo first && false\nfirst\n');
  expect(progress.plain()).toEqual(['ERROR: failed to build: failed to solve: process']);
});
