import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBody, learnBody, type RecordedAnswer } from './index.ts';

const answer = (body: string | Uint8Array, type: string | null = 'text/html'): RecordedAnswer => ({
  status: 200,
  type,
  headers: {},
  body,
});
const compare = (type: string, first: string, second: string, after: string) =>
  compareBody(learnBody(answer(first, type), answer(second, type)), answer(after, type));

const METRICS = `# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{method="GET",path="/"} 3.0
# TYPE app_info gauge
app_info 1.0
# TYPE latency histogram
latency_bucket{le="+Inf",pid="7"} 4
latency_sum{pid="7"} 0.5
latency_count{pid="7"} 4
`;

describe('Prometheus text', () => {
  const metrics = (after: string) => compare('text/plain', METRICS, METRICS, after);

  it('lets values, label values, volatile labels and missing labelled samples differ', () => {
    const after = METRICS.replaceAll('pid="7"', 'pid="9"')
      .replace('3.0', '5.0')
      .replace('path="/"', 'path="/b"');
    expect(metrics(after)).toEqual({
      equal: true,
      relaxed: 'compared by metric names, types and label names, not by values',
      difference: null,
    });
    expect(metrics(METRICS.replace(/^requests_total.*\n/m, '')).equal).toBe(true);
  });

  it.each([
    [METRICS.replaceAll('app_info', 'app'), 'the metric app_info is missing'],
    [
      METRICS.replace('latency histogram', 'latency summary'),
      'the metric latency was a histogram and is a summary',
    ],
    [
      METRICS.replace('method=', 'verb='),
      'the metric requests_total had the labels {method,path} and has {path,verb}',
    ],
    [METRICS.replace('app_info 1.0\n', ''), 'the metric app_info has no sample without labels any more'],
    ['<h1>500</h1>', 'the answer is not in Prometheus text format any more'],
  ])('finds a difference %#', (after, difference) => {
    expect(metrics(after)).toMatchObject({ equal: false, difference });
  });

  it('takes text without TYPE lines as text', () => {
    expect(compare('text/plain', 'up 1', 'up 1', 'up 2').equal).toBe(false);
  });
});

describe('JSON', () => {
  const json = (first: unknown, second: unknown, after: unknown) =>
    compare('application/json', JSON.stringify(first), JSON.stringify(second), JSON.stringify(after));

  it('compares values that both runs shared, and types where they differ', () => {
    const [first, second] = [
      { status: 'ok', time: 'a', pid: 1, tags: ['x'], jobs: [{ id: 1 }] },
      { status: 'ok', time: 'b', pid: 1, tags: ['x'], jobs: [{ id: 2 }, { id: 3 }] },
    ];
    expect(json(first, second, { ...first, time: 'c', pid: 7, jobs: [] })).toEqual({
      equal: true,
      relaxed: 'compared by shape, not by value, at .time, .pid, .jobs[]',
      difference: null,
    });
    expect(json(first, second, { ...first, status: 'down' }).difference).toBe(
      'the answer.status: "ok" became "down"',
    );
    expect(json(first, second, { ...first, time: 4 }).difference).toBe('the answer.time: a string became 4');
    expect(json(first, second, { ...first, tags: [] }).difference).toBe('the answer.tags: 1 items became 0');
    expect(json(first, second, { ...first, jobs: [{ id: 'x' }] }).difference).toBe(
      'the answer.jobs[0].id: a number became "x"',
    );
    expect(json(first, second, { ...first, more: 1 }).difference).toBe('the answer: the key "more" is new');
  });

  it('is met by both runs it was learnt from, whatever they were', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
        expect(json(first, second, first).difference).toBeNull();
        expect(json(first, second, second).difference).toBeNull();
      }),
    );
  });

  it('finds every missing key and every changed shared value', () => {
    const name = fc.string({ minLength: 1 }).map((key) => `k${key}`);
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue(), { minKeys: 1 }), fc.nat(), (value, pick) => {
        const key = Object.keys(value)[pick % Object.keys(value).length] as string;
        const { [key]: _, ...without } = value;
        expect(json(value, value, without).equal).toBe(false);
        expect(json(value, value, { ...value, [key]: ['not', 'this'] }).equal).toBe(
          JSON.stringify(value[key]) === '["not","this"]',
        );
      }),
    );
  });
});

describe('text', () => {
  const first = '<h1>Hello</h1>\n<i>token 1</i>\n<p>End</p>\n';
  const second = '<h1>Hello</h1>\n<i>token 2</i>\n<p>End</p>\n';

  it('compares the lines that both runs shared, in order', () => {
    expect(compare('text/html', first, second, first.replace('1</i>', '3</i>'))).toEqual({
      equal: true,
      relaxed:
        'compared by the 3 lines that all runs of the original shared, without 1 that differ from run to run',
      difference: null,
    });
    expect(compare('text/html', first, second, first.replace('End', 'Error')).difference).toBe(
      'this line is missing or out of order: "<p>End</p>"',
    );
  });

  it('wants the very same text where both runs gave the same', () => {
    expect(compare('text/html', first, first, second)).toEqual({
      equal: false,
      relaxed: null,
      difference: 'line 2: "<i>token 1</i>" became "<i>token 2</i>"',
    });
  });

  it('says so when nothing was shared', () => {
    expect(compare('text/html', 'a', 'b', 'c')).toMatchObject({
      equal: true,
      relaxed: 'no line was the same in every run of the original, so the text was not compared',
    });
  });

  const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));
  it('is met by both runs it was learnt from; a shared line taken out is found', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        expect(compare('text/plain', first, second, first).equal).toBe(true);
        expect(compare('text/plain', first, second, second).equal).toBe(true);
      }),
    );
    fc.assert(
      fc.property(text, text, text, (before, after, own) => {
        const [one, two] = [`${before}\nshared\n${after}`, `${before}\nshared\n${own}${after}!`];
        expect(compare('text/plain', one, two, one.replace('shared\n', '')).equal).toBe(false);
      }),
    );
  });
});

describe('bytes', () => {
  const bytes = (...all: number[]) => answer(Uint8Array.from(all), 'image/png');

  it('wants equal bytes where both runs had them, else about the same length', () => {
    const same = learnBody(bytes(1, 2), bytes(1, 2));
    expect(compareBody(same, bytes(1, 2)).equal).toBe(true);
    expect(compareBody(same, bytes(1, 3)).difference).toBe('2 bytes became 2 other bytes');
    const other = learnBody(bytes(1, 2), bytes(1, 3));
    expect(compareBody(other, bytes(4, 5, 6))).toMatchObject({ equal: true, relaxed: expect.any(String) });
    expect(compareBody(other, bytes(...Array(9).keys())).difference).toBe('2 to 2 bytes became 9');
  });
});

it('compares nothing where the original did not answer twice', () => {
  const expected = learnBody({ error: 'connection refused' }, answer('x'));
  expect(compareBody(expected, answer('y')).relaxed).toBe(
    'not compared: the original did not answer in every one of its runs',
  );
});

describe('a third answer of the original', () => {
  const learnt = (type: string, ...[first, second, third]: [string, string, string]) =>
    learnBody(answer(first, type), answer(second, type), answer(third, type));
  const isMet = (type: string, texts: [string, string, string], after: string) =>
    compareBody(learnt(type, ...texts), answer(after, type)).equal;

  it('adds what it says otherwise, and takes nothing back of what the second did', () => {
    const page = (run: number, build: number, end = 'End') => `<i>${run}</i>\n<b>${build}</b>\n<p>${end}</p>`;
    const pages: [string, string, string] = [page(1, 1), page(2, 1), page(1, 2)];
    expect(isMet('text/html', pages, page(3, 3))).toBe(true);
    expect(isMet('text/html', pages, page(3, 3, 'Error'))).toBe(false);
    const json = (run: number, build: number, status = 'ok') => JSON.stringify({ run, build, status });
    const values: [string, string, string] = [json(1, 1), json(2, 1), json(1, 2)];
    expect(isMet('application/json', values, json(3, 3))).toBe(true);
    expect(isMet('application/json', values, json(3, 3, 'down'))).toBe(false);
    const metrics = ['a_total 1', 'a_total{x="1"} 1', 'a_total{y="1"} 1'].map(
      (sample) => `# TYPE a_total counter\n${sample}\n`,
    ) as [string, string, string];
    for (const one of metrics) expect(isMet('text/plain', metrics, one)).toBe(true);
    expect(isMet('text/plain', metrics, '# TYPE b gauge\nb 1\n')).toBe(false);
  });

  it('is met by all that it was learnt from', () => {
    const value = fc.jsonValue().map((json) => JSON.stringify(json));
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));
    for (const [type, one] of [
      ['application/json', value],
      ['text/html', text],
    ] as const)
      fc.assert(
        fc.property(fc.tuple(one, one, one), (texts) => {
          for (const after of texts) expect(isMet(type, texts, after)).toBe(true);
        }),
      );
  });
});

it('does not ask where installed packages lie', () => {
  const trace = (folder: string) =>
    `File "${folder}/lib/python3.13/site-packages/app/main.py", line 3\nboom\n`;
  const [before, after] = [trace('/usr/local'), trace('/opt/venv')];
  expect(compare('text/plain', before, before, after)).toEqual({
    equal: true,
    relaxed: 'where installed packages lie was not compared',
    difference: null,
  });
  expect(compare('text/plain', before, before, after.replace('main.py', 'other.py')).equal).toBe(false);
});
