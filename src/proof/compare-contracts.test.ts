import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareContracts, contractResult } from './compare-contracts.ts';
import { contractOf, type Contract, type RunRecord } from './contract.ts';
import { toldOf } from './told.ts';

const server: RunRecord = {
  kind: 'server',
  probes: [
    {
      method: 'GET',
      path: '/',
      answer: { status: 200, type: 'text/html', headers: {}, body: '<h1>Hello</h1>' },
    },
  ],
  ports: [8000],
  health: 'none',
  startMs: 1000,
  stopMs: 200,
  stopExitCode: 0,
  exitCode: null,
  stdout: '',
  user: '0:0',
  peakMemory: 50e6,
  writes: ['/tmp'],
  errorLines: [],
  state: null,
  restarts: 0,
  siblings: {},
};
const job: RunRecord = {
  ...server,
  kind: 'job',
  probes: [],
  ports: [],
  stopMs: null,
  stopExitCode: null,
  exitCode: 0,
  stdout: 'one\ntwo\n',
};
const answered = (change: object): Partial<RunRecord> => ({
  probes: server.probes.map((probe) => ({ ...probe, answer: { ...probe.answer, ...change } })),
});
const fieldsOf = (before: RunRecord, change: Partial<RunRecord>) =>
  compareContracts(contractOf(before, before), { ...before, ...change }).map(({ field }) => field);

describe('equal', () => {
  it.each([
    [server, answered({ status: 500 }), 'GET / status'],
    [server, answered({ type: 'text/plain' }), 'GET / content type'],
    [server, answered({ body: '<h1>Bye</h1>' }), 'GET / body'],
    [server, { probes: [{ ...server.probes[0]!, answer: { error: 'refused' } }] }, 'GET / status'],
    [server, { ports: [] }, 'ports'],
    [server, { ports: [8000, 9000] }, 'ports'],
    [server, { exitCode: 1 }, 'exit code'],
    [server, { kind: 'job' }, 'kind'],
    [job, { exitCode: 2 }, 'exit code'],
    [job, { stdout: 'one\n' }, 'output'],
  ] satisfies [RunRecord, Partial<RunRecord>, string][])(
    'finds an injected difference %#',
    (run, change, field) => {
      expect(fieldsOf(run, change)).toEqual([field]);
    },
  );
});

describe('no worse', () => {
  it.each([
    ['healthy', 'healthy', true],
    ['healthy', 'none', false],
    ['healthy', 'unhealthy', false],
    ['none', 'healthy', true],
    ['none', 'unhealthy', false],
    ['unhealthy', 'unhealthy', true],
  ] as const)('health %s → %s: %s', (before, after, fine) => {
    expect(fieldsOf({ ...server, health: before }, { health: after })).toEqual(fine ? [] : ['health']);
  });

  it.each([
    [137, 0, true],
    [137, 143, true],
    [137, 137, true],
    [0, 143, true],
    [143, 0, true],
    [0, 137, false],
    [143, 137, false],
    [0, 1, false],
    [3, 3, true],
  ])('ends on the stop signal with %s → %s: %s', (before, after, fine) => {
    const fields = fieldsOf({ ...server, stopExitCode: before }, { stopExitCode: after });
    expect(fields).toEqual(fine ? [] : ['exit code when stopped']);
  });

  it('allows half as long again and a second', () => {
    expect(fieldsOf(server, { startMs: 2500, stopMs: 1300 })).toEqual([]);
    expect(fieldsOf(server, { startMs: 2501, stopMs: 1301 })).toEqual(['time to stop', 'start time']);
    expect(fieldsOf(server, { startMs: null })).toEqual(['start time']);
  });
});

it('masks what differed between the two runs of the original', () => {
  const second: RunRecord = { ...server, ...answered({ status: 503 }), ports: [8000, 40123] };
  const after: RunRecord = { ...server, ...answered({ status: 429 }), ports: [8000, 51234] };
  expect(compareContracts(contractOf(server, second), after)).toEqual([]);
});

it('tells what is free to change', () => {
  const contract = contractOf(server, server);
  const after = {
    ...server,
    user: '1001:1001',
    writes: ['/tmp', '/var/lib/app'],
    errorLines: ['ERROR: 3 lost'],
  };
  expect(compareContracts(contract, after)).toEqual([]);
  expect(toldOf(contract, after)).toMatchInlineSnapshot(`
    [
      "it runs as 1001:1001, the original ran as 0:0",
      "writes to places that the original did not: /var/lib/app",
      "a new line in its log looks like an error: ERROR: 3 lost",
    ]
  `);
});

it('gives the result that the report shows', () => {
  const after = { ...server, ...answered({ status: 500 }) };
  expect(contractResult(contractOf(server, server), after)).toMatchInlineSnapshot(`
    {
      "differences": [
        {
          "after": "500",
          "before": "200",
          "field": "GET / status",
        },
      ],
      "met": false,
      "probes": [
        {
          "after": {
            "status": 500,
            "type": "text/html",
          },
          "before": {
            "status": 200,
            "type": "text/html",
          },
          "equal": false,
          "headers": [],
          "method": "GET",
          "path": "/",
        },
      ],
    }
  `);
});

it('refuses runs that were probed differently', () => {
  expect(() => contractOf(server, { ...server, probes: [] })).toThrow(RangeError);
});

const millis = fc.option(fc.nat(20_000));
const code = fc.option(fc.constantFrom(0, 1, 137, 143));
const runOf = fc.record<RunRecord>({
  kind: fc.constantFrom('server', 'job'),
  probes: fc.tuple(
    fc.record({
      method: fc.constant('GET'),
      path: fc.constant('/'),
      answer: fc.oneof(
        fc.record({ error: fc.string() }),
        fc.record({
          status: fc.constantFrom(200, 401, 500),
          type: fc.constantFrom(null, 'text/plain', 'application/json', 'text/html'),
          headers: fc.constant({}),
          body: fc.oneof(fc.string(), fc.json(), fc.uint8Array()),
        }),
      ),
    }),
  ),
  ports: fc.uniqueArray(fc.integer({ min: 1, max: 5 })),
  health: fc.constantFrom('healthy', 'unhealthy', 'none'),
  startMs: millis,
  stopMs: millis,
  stopExitCode: code,
  exitCode: code,
  stdout: fc.string(),
  user: fc.option(fc.string()),
  peakMemory: fc.option(fc.nat()),
  writes: fc.array(fc.string()),
  errorLines: fc.array(fc.string()),
  state: fc.constant(null),
  restarts: fc.nat(5),
  siblings: fc.dictionary(
    fc.constantFrom('worker', 'beat'),
    fc.record({
      state: fc.constantFrom('stays up', 'ended'),
      exitCode: code,
      health: fc.constantFrom('healthy', 'unhealthy', 'none'),
    }),
  ),
});

const worker = (state: 'stays up' | 'ended', exitCode: number | null = null): RunRecord => ({
  ...server,
  siblings: { worker: { state, exitCode, health: 'none' } },
});
const beside = contractOf(worker('stays up'), worker('stays up'));

it.each<[string, Contract, RunRecord, string[]]>([
  ['a worker that ends', beside, worker('ended', 1), ['service worker']],
  ['a worker that is not there', beside, server, ['service worker']],
  [
    'a worker with a health check that fails',
    beside,
    { ...server, siblings: { worker: { state: 'stays up', exitCode: null, health: 'unhealthy' } } },
    ['health of worker'],
  ],
  [
    'a migration that fails',
    contractOf(worker('ended', 0), worker('ended', 0)),
    worker('ended', 1),
    ['service worker'],
  ],
  [
    'one that the original runs did not agree on',
    contractOf(worker('ended', 0), worker('ended', 1)),
    worker('stays up'),
    [],
  ],
  [
    'a program that needs a second start',
    contractOf(server, server),
    { ...server, restarts: 1 },
    ['restarts'],
  ],
  [
    'a program that always did',
    contractOf({ ...server, restarts: 1 }, server),
    { ...server, restarts: 2 },
    [],
  ],
])('%s', (_, before, after, fields) =>
  expect(compareContracts(before, after).map(({ field }) => field)).toEqual(fields),
);

it('is met by any run that it was made from twice', () => {
  fc.assert(
    fc.property(runOf, (run) => {
      expect(compareContracts(contractOf(run, run), run)).toEqual([]);
    }),
  );
});
