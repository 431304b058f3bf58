import { describe, expect, it } from 'vitest';
import { lookCloser } from './closer-look.ts';
import { compareContracts } from './compare-contracts.ts';
import { contractOf, type RunRecord } from './contract.ts';
import type { Original } from './original-again.ts';
import { nothingSeen, type Ran } from './run-record.ts';

const page = (body: string, startMs = 100): RunRecord => ({
  ...nothingSeen,
  startMs,
  probes: [{ method: 'GET', path: '/', answer: { status: 200, type: 'text/html', headers: {}, body } }],
});
const ran = (record: RunRecord): Ran => ({
  record,
  failure: null,
  diff: [],
  log: '',
  listening: [],
  siblings: new Map(),
});
const failed = (record: RunRecord): Ran => ({
  ...ran(record),
  failure: { kind: 'exited', message: 'it ended', exitCode: 1, log: [] },
});

/** The original as it is seen when it is looked at again, and how often it was. */
function originalWith(seen: { again?: Ran; rebuilt?: Ran | null }) {
  const looks: string[] = [];
  const original: Original = {
    runAgain: async () => (looks.push('again'), seen.again ?? ran(nothingSeen)),
    runRebuilt: async () => (looks.push('rebuilt'), seen.rebuilt ?? null),
  };
  return { original, looks };
}

/** The fields in which a result still differs after a closer look at the original. */
async function left(runs: [RunRecord, RunRecord], after: RunRecord, original: Original): Promise<string[]> {
  const contract = contractOf(...runs);
  const fair = await lookCloser(contract, compareContracts(contract, after), original);
  return compareContracts(fair, after).map(({ field }) => field);
}

describe('another answer', () => {
  const html = (token: string, build: string, end = 'End') =>
    `<i>${token}</i>\n<b>${build}</b>\n<p>${end}</p>`;
  const runs: [RunRecord, RunRecord] = [page(html('a', '1')), page(html('b', '1'))];

  it('is allowed where another build of the original gives another one too', async () => {
    const { original, looks } = originalWith({ rebuilt: ran(page(html('c', '2'))) });
    expect(await left(runs, page(html('d', '3')), original)).toEqual([]);
    expect(await left(runs, page(html('d', '3', 'Error')), original)).toEqual(['GET / body']);
    expect(looks).toEqual(['rebuilt', 'rebuilt']);
  });

  it('keeps what the second run said otherwise, where the other build agrees with the first', async () => {
    const { original } = originalWith({ rebuilt: ran(page(html('a', '2'))) });
    expect(await left(runs, page(html('d', '3')), original)).toEqual([]);
  });

  it('stands where the original cannot be built again, or does not run', async () => {
    for (const rebuilt of [null, failed(page(html('c', '2')))])
      expect(await left(runs, page(html('d', '3')), originalWith({ rebuilt }).original)).toEqual([
        'GET / body',
      ]);
  });

  it('is looked for in what a job prints as well', async () => {
    const job = (stdout: string): RunRecord => ({ ...nothingSeen, kind: 'job', exitCode: 0, stdout });
    const { original } = originalWith({ rebuilt: ran(job('built 2\ndone\n')) });
    const [first, after] = [job('built 1\ndone\n'), job('built 3\ndone\n')];
    expect(await left([first, first], after, original)).toEqual([]);
    expect(await left([first, first], job('built 3\nno\n'), original)).toEqual(['output']);
  });
});

describe('a late start', () => {
  const runs: [RunRecord, RunRecord] = [page('x'), page('x')];

  it('is allowed where the original is as late beside it', async () => {
    const { original, looks } = originalWith({ again: ran(page('x', 5000)) });
    expect(await left(runs, page('x', 6000), original)).toEqual([]);
    expect(await left(runs, page('x', 60_000), original)).toEqual(['start time']);
    expect(looks).toEqual(['again', 'again']);
  });

  it('is looked at as another answer is, where it has both', async () => {
    const seen = originalWith({ again: ran(page('x', 5000)), rebuilt: ran(page('y')) });
    expect(await left(runs, page('z', 6000), seen.original)).toEqual([]);
    expect(seen.looks).toEqual(['rebuilt', 'again']);
  });
});

it('looks at nothing where something else differs too, or nothing does', async () => {
  const { original, looks } = originalWith({});
  const runs: [RunRecord, RunRecord] = [page('x'), page('x')];
  expect(await left(runs, { ...page('y'), ports: [80] }, original)).toEqual(['GET / body', 'ports']);
  expect(await left(runs, page('x'), original)).toEqual([]);
  expect(looks).toEqual([]);
});
