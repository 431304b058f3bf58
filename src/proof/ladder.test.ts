import { describe, expect, it } from 'vitest';
import { ShipshapeError } from '../errors.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import type { Plan } from '../plan/fold.ts';
import { climb } from './ladder.ts';
import { SIGNATURES, type Signature } from './signatures.ts';
import type { Failed, Passed } from './verdict.ts';

const change = (id: string, rungs: readonly [string, ...string[]]): Change => ({
  id,
  title: id,
  why: id,
  class: 'needs-proof',
  rungs,
  examples: [],
  apply: (setup) => (id.startsWith('idle') ? notNeeded('nothing to do') : applied(setup)),
});
const planFor = (ids: readonly string[], rungs: readonly [string, ...string[]]): Plan =>
  ids.map((id) => ({ change: change(id, rungs), rung: rungs[0] }));
const idsUpTo = (n: number) => Array.from({ length: n }, (_, index) => `c${index}`);

/** `holdsFrom`: the first rung on which the change is well; null = on none. */
interface Fault {
  id: string;
  holdsFrom: string | null;
  phase: Failed['phase'];
  log: string;
}

/** An engine on which exactly these changes break, the one in the earliest phase first. */
function engineWith(faults: readonly Fault[]) {
  const seen: string[] = [];
  const isBroken = (plan: Plan, { id, holdsFrom }: Fault) =>
    plan.some(({ change, rung }) => {
      if (change.id !== id || rung === null) return false;
      return holdsFrom === null || change.rungs.indexOf(rung) < change.rungs.indexOf(holdsFrom);
    });
  const active = (plan: Plan) =>
    plan
      .filter(({ change, rung }) => rung !== null && !change.id.startsWith('idle'))
      .map(({ change }) => change.id);
  const key = (plan: Plan) =>
    plan
      .filter(({ change, rung }) => rung !== null && !change.id.startsWith('idle'))
      .map(({ change, rung }) => `${change.id}=${rung}`)
      .join(' ');
  const evaluate = async (plan: Plan): Promise<Passed | Failed> => {
    seen.push(key(plan));
    const broken = faults.filter((fault) => isBroken(plan, fault));
    const phase = (['build', 'start', 'contract'] as const).find((phase) =>
      broken.some((fault) => fault.phase === phase),
    );
    if (phase === undefined) return { ok: true };
    const now = broken.filter((fault) => fault.phase === phase);
    const shown = phase === 'contract' ? now : now.slice(0, 1);
    return {
      ok: false,
      phase,
      message: shown.map(({ log }) => log).join('; '),
      log: shown.map(({ log }) => log),
      differences: shown.map(({ log }) => ({ field: log, before: 'a', after: 'b' })),
    };
  };
  const original = async (): Promise<Passed | Failed> => ({ ok: true });
  return { evaluate, original, key, active, seen };
}

/** One more for the original, which no plan may have shown to hold. */
const budget = (n: number, faults: number) => faults * (2 * Math.log2(n) + 3) + 1;
const rungsLeft = (plan: Plan) => Object.fromEntries(plan.map(({ change, rung }) => [change.id, rung]));
const PHASES = ['build', 'start', 'contract'] as const;

/** Guesses right for every second change, wrong for the others. */
const hints: Signature[] = idsUpTo(20).map((id, index) => ({
  pattern: new RegExp(`\\b${id} broke`),
  phases: PHASES,
  changes: [index % 2 === 0 ? id : `c${index - 1}`],
  because: `${id} is known for it`,
}));

describe('every single fault and every pair', () => {
  const cases: [name: string, rungs: readonly [string, ...string[]], signatures: Signature[]][] = [
    ['without rungs', ['on'], []],
    ['with rungs', ['bold', 'mild', 'meek'], []],
    ['with right and wrong signatures', ['on'], hints],
    ['with rungs and signatures', ['bold', 'mild', 'meek'], hints],
  ];
  it.each(cases)('%s: drops exactly those, within the budget', async (_, rungs, signatures) => {
    for (let n = 1; n <= 20; n++) {
      const ids = idsUpTo(n);
      for (const [i, first] of ids.entries())
        for (const second of ids.slice(i)) {
          const faults = [...new Set([first, second])].map((id, index): Fault => ({
            id,
            holdsFrom: null,
            phase: PHASES[(i + index * 2) % 3] as Failed['phase'],
            log: `${id} broke`,
          }));
          const engine = engineWith(faults);
          const { plan, builds, verdict } = await climb(planFor(ids, rungs), { ...engine, signatures });
          const broken = new Set(faults.map(({ id }) => id));
          expect(rungsLeft(plan)).toEqual(
            Object.fromEntries(ids.map((id) => [id, broken.has(id) ? null : rungs[0]])),
          );
          expect(verdict).toEqual(broken.size === n ? null : { ok: true });
          expect(builds - engine.seen.length).toBeLessThanOrEqual(1);
          expect(builds).toBeLessThanOrEqual(budget(n, broken.size));
          expect(new Set(engine.seen).size).toBe(engine.seen.length);
        }
    }
  });

  it('takes a change down to the rung that holds', async () => {
    for (let n = 2; n <= 20; n++)
      for (const id of idsUpTo(n)) {
        const engine = engineWith([{ id, holdsFrom: 'mild', phase: 'start', log: `${id} broke` }]);
        const { plan, builds } = await climb(planFor(idsUpTo(n), ['bold', 'mild', 'meek']), {
          ...engine,
          signatures: hints,
        });
        expect(rungsLeft(plan)[id]).toBe('mild');
        expect(builds).toBeLessThanOrEqual(budget(n, 1));
      }
  });
});

it('tells each rung taken, why, and the log lines', async () => {
  const engine = engineWith([{ id: 'read-only', holdsFrom: 'off-tmp', phase: 'start', log: 'EROFS' }]);
  const plan = planFor(['user', 'read-only', 'limits'], ['bold', 'more', 'off-tmp']);
  const { taken, builds } = await climb(plan, { ...engine, signatures: [] });
  expect(builds).toBe(6);
  expect(taken).toMatchInlineSnapshot(`
    [
      {
        "because": "with the changes before it all is well, with it not: EROFS",
        "from": "bold",
        "id": "read-only",
        "log": [
          "EROFS",
        ],
        "to": "more",
      },
      {
        "because": "with the changes before it all is well, with it not: EROFS",
        "from": "more",
        "id": "read-only",
        "log": [
          "EROFS",
        ],
        "to": "off-tmp",
      },
    ]
  `);
});

it('uses a known signature at once', async () => {
  const log = 'OSError: [Errno 30] Read-only file system: /app/x';
  const engine = engineWith([{ id: 'read-only', holdsFrom: null, phase: 'start', log }]);
  const plan = planFor([...idsUpTo(10), 'read-only', 'limits'], ['on']);
  const { taken, builds } = await climb(plan, { ...engine, signatures: SIGNATURES });
  expect(builds).toBe(2);
  expect(taken).toEqual([
    { id: 'read-only', from: 'on', to: null, because: 'it writes to the root file system', log: [log] },
  ]);
});

it('suspects no change that does nothing', async () => {
  const engine = engineWith([{ id: 'b', holdsFrom: null, phase: 'build', log: 'b' }]);
  const { plan } = await climb(planFor(['idle1', 'a', 'idle2', 'b', 'idle3'], ['on']), {
    ...engine,
    signatures: [],
  });
  expect(rungsLeft(plan)).toEqual({ idle1: 'on', a: 'on', idle2: 'on', b: null, idle3: 'on' });
});

it('finds two changes that only fail together', async () => {
  const engine = engineWith([]);
  const evaluate = async (plan: Plan): Promise<Passed | Failed> =>
    ['c1', 'c3'].every((id) => rungsLeft(plan)[id] !== null)
      ? { ok: false, phase: 'start', message: 'both', log: [], differences: [] }
      : { ok: true };
  const { plan } = await climb(planFor(idsUpTo(5), ['on']), { ...engine, evaluate, signatures: [] });
  expect(rungsLeft(plan)).toEqual({ c0: 'on', c1: 'on', c2: 'on', c3: null, c4: 'on' });
});

describe('an original that does not meet its own contract', () => {
  const differing = (...fields: string[]): Failed => ({
    ok: false,
    phase: 'contract',
    message: fields.join('; '),
    log: [],
    differences: fields.map((field) => ({ field, before: 'a', after: 'b' })),
  });

  it('ends the climb after one bisection, and is told as the reason', async () => {
    for (const n of [1, 2, 7, 20, 40]) {
      const engine = engineWith([]);
      const failure = differing('GET / body');
      const { plan, verdict, taken, builds, hopeless } = await climb(planFor(idsUpTo(n), ['bold', 'mild']), {
        ...engine,
        evaluate: async (tried) => (await engine.evaluate(tried), failure),
        original: async () => failure,
        signatures: [],
      });
      expect(builds).toBe(engine.seen.length + 1);
      expect(builds).toBeLessThanOrEqual(Math.ceil(Math.log2(n)) + 2);
      expect([verdict, hopeless]).toEqual([null, failure]);
      expect(Object.values(rungsLeft(plan))).toEqual(idsUpTo(n).map(() => null));
      expect(taken.map(({ id, to }) => [id, to])).toEqual(idsUpTo(n).map((id) => [id, null]));
    }
  });

  it('leaves out what has something to do, and what has it only then', async () => {
    const failure = differing('GET / body');
    const { plan } = await climb(planFor(['a', 'idle', 'b'], ['on']), {
      ...engineWith([]),
      // b does what a leaves
      active: (tried) => {
        const on = tried.filter(({ rung }) => rung !== null).map(({ change }) => change.id);
        return on.filter((id) => id === 'a' || (id === 'b' && !on.includes('a')));
      },
      evaluate: async () => failure,
      original: async () => failure,
      signatures: [],
    });
    expect(rungsLeft(plan)).toEqual({ a: null, idle: 'on', b: null });
  });

  it('is seen behind a fault of a change too', async () => {
    const engine = engineWith([]);
    const { builds, hopeless } = await climb(planFor(idsUpTo(16), ['on']), {
      ...engine,
      evaluate: async (plan) =>
        rungsLeft(plan)['c0'] === null ? differing('GET / body') : differing('ports', 'GET / body'),
      original: async () => differing('GET / body'),
      signatures: [],
    });
    expect(hopeless).toEqual(differing('GET / body'));
    expect(builds).toBeLessThanOrEqual(budget(16, 2));
  });

  it('is not asked while some plan holds', async () => {
    for (const id of idsUpTo(16).slice(1)) {
      const engine = engineWith([{ id, holdsFrom: null, phase: 'contract', log: id }]);
      const asked = { ...engine, original: () => Promise.reject(new Error('asked')), signatures: [] };
      expect((await climb(planFor(idsUpTo(16), ['on']), asked)).hopeless).toBeNull();
    }
  });
});

it('blames no change for a lost engine', async () => {
  const lost = new ShipshapeError('ENGINE_LOST', { what: 'gone' });
  const engine = engineWith([]);
  await expect(
    climb(planFor(['a'], ['on']), { ...engine, evaluate: () => Promise.reject(lost), signatures: [] }),
  ).rejects.toBe(lost);
});

it.each([
  [
    'ImportError: libpq.so.5: cannot open shared object file: No such file or directory',
    'start',
    'two-stages',
  ],
  ["ModuleNotFoundError: No module named 'flask'", 'start', 'two-stages'],
  ['exec: "curl": executable file not found in $PATH', 'start', 'two-stages'],
  ["PermissionError: [Errno 13] Permission denied: '/app/data'", 'start', 'user'],
  ['chown: changing ownership of /data: Operation not permitted', 'start', 'capabilities'],
  ['E: Unable to locate package libpq5', 'build', 'packages'],
  ['the container was OOMKilled', 'start', 'limits'],
] as const)('knows the trace %s', (log, phase, first) => {
  const found = SIGNATURES.find(({ pattern, phases }) => phases.includes(phase) && pattern.test(log));
  expect(found?.changes[0]).toBe(first);
});
