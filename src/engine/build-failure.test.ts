import { expect, test } from 'vitest';
import { explainFailure, inPlainWords } from './build-failure.ts';
import type { BuildStep } from './build-progress.ts';

const step = (name: string, error: string | null): BuildStep => ({
  digest: name,
  name,
  cached: false,
  started: 1,
  completed: 2,
  error,
});
const OFFLINE =
  'failed to do request: Head "https://registry.invalid/v2/x/manifests/1": dial tcp: no such host';
const RUN_FAILED = 'process "/bin/sh -c make" did not complete successfully: exit code: 2';

test.each([
  {
    name: 'a RUN that fails, with the excerpt',
    plain: [
      'D.txt:2',
      '-'.repeat(20),
      '   2 | >>> RUN make',
      '-'.repeat(20),
      `ERROR: failed to build: failed to solve: ${RUN_FAILED}`,
    ],
    steps: [step('[2/2] RUN make', RUN_FAILED)],
    expected: { kind: 'failed', message: RUN_FAILED, step: '[2/2] RUN make', exitCode: 2, line: 2 },
  },
  {
    name: 'a RUN that prints what an unresolvable base would',
    plain: [`ERROR: failed to build: failed to solve: ${RUN_FAILED}`],
    log: 'pull access denied\n',
    steps: [step('[2/2] RUN make', RUN_FAILED)],
    expected: { kind: 'failed' },
  },
  {
    name: 'a RUN that fills the disk',
    plain: [`ERROR: failed to build: failed to solve: ${RUN_FAILED}`],
    log: 'dd: error writing x: No space left on device\n',
    steps: [step('[2/2] RUN make', RUN_FAILED)],
    expected: { kind: 'disk-full', exitCode: 2 },
  },
  {
    name: 'a base that cannot be resolved',
    plain: [
      `ERROR: failed to build: failed to solve: x:1: failed to resolve source metadata for docker.io/library/x:1: ${OFFLINE}`,
    ],
    steps: [step('[internal] load metadata for docker.io/library/x:1', OFFLINE)],
    expected: { kind: 'base-unresolvable', step: '[internal] load metadata for docker.io/library/x:1' },
  },
  {
    name: 'a base whose layers cannot be had',
    plain: ['ERROR: failed to build: failed to solve: failed to copy: httpReadSeeker: failed open'],
    steps: [step('[1/2] FROM docker.io/library/x:1', 'failed to copy: httpReadSeeker: failed open')],
    expected: { kind: 'base-unresolvable' },
  },
  {
    name: 'a frontend that cannot be resolved',
    plain: [
      `ERROR: failed to build: failed to solve: failed to resolve source metadata for docker.io/docker/dockerfile:1: ${OFFLINE}`,
    ],
    steps: [step('resolve image config for docker-image://docker.io/docker/dockerfile:1', OFFLINE)],
    expected: { kind: 'frontend-unresolvable' },
  },
  {
    name: 'a Dockerfile that does not parse',
    plain: [
      'ERROR: failed to build: failed to solve: dockerfile parse error on line 2: unknown instruction: RNU (did you mean RUN?)',
    ],
    steps: [step('[internal] load build definition from Dockerfile', null)],
    expected: { kind: 'dockerfile', line: 2, step: null },
  },
  {
    name: 'a file to copy that is not there',
    plain: ['ERROR: failed to build: failed to solve: failed to compute cache key: "/nothere": not found'],
    steps: [step('[2/2] COPY nothere /', 'failed to calculate checksum of ref x: "/nothere": not found')],
    expected: { kind: 'failed', step: '[2/2] COPY nothere /' },
  },
  {
    name: 'an engine that is gone',
    plain: [
      'ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    ],
    steps: [],
    expected: { kind: 'engine-lost', step: null },
  },
  {
    name: 'silence',
    plain: [],
    steps: [],
    expected: { kind: 'failed', message: 'docker build said nothing' },
  },
])('$name', ({ plain, steps, log, expected }) => {
  expect(explainFailure(plain, steps, log ?? '')).toMatchObject(expected);
});

const CACHE_KEY = 'failed to compute cache key: failed to calculate checksum of ref x::y: "/out": not found';
test.each([
  ['[2/2] COPY out /', '"/out" is not in the build context, for `COPY out /`'],
  ['[final 2/2] COPY --from=build /out /', '"/out" is not in build, for `COPY --from=build /out /`'],
  ['[2/2] RUN --mount=type=bind,from=build,source=/out ls', CACHE_KEY],
])('in plain words: %s', (name, words) => {
  const failure = explainFailure([`ERROR: failed to solve: ${CACHE_KEY}`], [step(name, CACHE_KEY)], '');
  expect(inPlainWords(failure)).toBe(words);
});
