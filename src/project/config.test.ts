import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { folderWith } from './folder.fixture.ts';
import { readConfig } from './config.ts';
import { parseProbe } from './probe.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schema/shipshape.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ strictTypes: true, allowUnionTypes: true }).compile(schema);
const NOTHING = { probes: [], env: {}, envFile: null, skip: [], start: { timeout: null } };

const GOOD: [string, string][] = [
  ['nothing', ''],
  ['a comment', '# later\n'],
  ['probes', 'probes: ["GET /health 200", GET /x?a=b]'],
  ['environment', 'env: { A: text, B: 1.10, C: true, D: "" }'],
  ['an env file', 'envFile: ./test env'],
  ['changes to skip', 'skip:\n  - health-check\n'],
  ['a start', 'start: { timeout: 90.5 }'],
  ['an empty start', 'start: {}'],
];

const BAD: [string, string, number][] = [
  ['a list', '- probes', 1],
  ['a text', 'probes', 1],
  ['an unknown key', 'skip: []\nprobe: []', 2],
  ['an unknown key below', 'start:\n  limit: 3', 2],
  ['probes that are no list', 'probes: GET / 200', 1],
  ['a probe that is none', 'probes:\n  - GET / 200\n  - get / 200', 3],
  ['a probe that is a number', 'probes: [200]', 1],
  ['a status that is none', 'probes: ["GET / 999"]', 1],
  ['an empty list', 'probes:', 1],
  ['an environment that is a list', 'env: [A=b]', 1],
  ['a name that is none', 'env:\n  "A-B": x', 2],
  ['a value that is a list', 'env:\n  A: []', 2],
  ['a value that is missing', 'env:\n  A:\n', 2],
  ['an empty env file', 'envFile: ""', 1],
  ['an env file that is a number', 'envFile: 3', 1],
  ['an id that is none', 'skip: [Health Check]', 1],
  ['a timeout of zero', 'start: { timeout: 0 }', 1],
  ['a timeout that is a text', 'start: { timeout: "90" }', 1],
  ['a timeout of two hours', 'start: { timeout: 7200 }', 1],
];

describe('readConfig', () => {
  it('asks for nothing without a file', async () => {
    expect(await readConfig(folderWith())).toEqual(NOTHING);
  });

  it('reads what is asked for', async () => {
    const text = GOOD.map(([, part]) => part)
      .filter((part) => part !== 'start: {}')
      .join('\n');
    expect(await readConfig(folderWith({ 'shipshape.yaml': text }))).toEqual({
      probes: [
        { method: 'GET', path: '/health', status: 200 },
        { method: 'GET', path: '/x?a=b', status: null },
      ],
      env: { A: 'text', B: '1.10', C: 'true', D: '' },
      envFile: 'test env',
      skip: ['health-check'],
      start: { timeout: 90.5 },
    });
  });

  it.each(GOOD)('takes %s, and so does the schema', async (_, text) => {
    await readConfig(folderWith({ 'shipshape.yaml': text }));
    validate(parse(text));
    expect(validate.errors).toBe(null);
  });

  it.each(BAD)('refuses %s, and so does the schema', async (_, text, line) => {
    await expect(readConfig(folderWith({ 'shipshape.yaml': text }))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      where: { path: 'shipshape.yaml', line },
    });
    expect(validate(parse(text))).toBe(false);
  });

  it('refuses broken YAML and an env file elsewhere, which no schema can tell', async () => {
    for (const text of ['env: {', 'envFile: ../.env', 'skip: []\nskip: []'])
      await expect(readConfig(folderWith({ 'shipshape.yaml': text }))).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
      });
  });
});

describe('parseProbe', () => {
  it('reads method, path and status', () => {
    expect(parseProbe('HEAD /a?b=c#d  204')).toEqual({ method: 'HEAD', path: '/a?b=c#d', status: 204 });
    expect(parseProbe('GET /')).toEqual({ method: 'GET', path: '/', status: null });
  });

  it.each(['', 'GET', '/health', 'GET health', 'GET / 20', 'GET / 200 x', 'TRACE / 200', 'GET /\n200'])(
    'refuses %j',
    (text) => {
      expect(() => parseProbe(text)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
    },
  );
});
