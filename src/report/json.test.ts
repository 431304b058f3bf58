import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { ShipshapeError } from '../errors.ts';
import {
  finds,
  notMeasured,
  type ImproveResult,
  type Measurement,
  type RunningState,
  type SetupResult,
} from '../model/result.ts';
import { jsonText } from './json.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../schema/improve.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

const score: Measurement['score'] = {
  version: 1,
  points: 61.5,
  grade: 'Fair',
  lost: [{ id: 'root', points: 20, what: 'it runs as root' }],
};
const state: RunningState = {
  process: ['Uid:\t0\t0\t0\t0'],
  health: 'healthy',
  readOnly: false,
  privileged: false,
  capAdd: ['NET_ADMIN'],
  capDrop: ['ALL'],
  securityOpt: ['no-new-privileges:true'],
  init: false,
  memoryLimit: 1e9,
  pidsLimit: 128,
  writable: ['/tmp'],
  stopMs: 340,
  stopExitCode: 143,
};
const names = finds(['/bin/su']);
const attackSurface: Measurement['attackSurface'] = {
  setuid: names,
  worldWritable: names,
  shells: names,
  packageManagers: names,
  compilers: names,
};

const setup: SetupResult = {
  dockerfile: 'Dockerfile',
  service: 'web',
  status: 'improved',
  proof: 'answers',
  error: null,
  before: { ...notMeasured(), layers: 9, start: 812.4, attackSurface, score },
  after: { ...notMeasured(), layers: 7 },
  changes: [
    {
      id: 'user',
      title: 'User',
      why: 'less to lose',
      outcome: 'kept',
      rung: 'on',
      evidence: ['root before'],
    },
  ],
  contract: {
    met: false,
    probes: [
      {
        method: 'GET',
        path: '/',
        headers: ['authorization'],
        before: { status: 200, type: 'text/html' },
        after: { status: null, type: null },
        equal: false,
      },
    ],
    differences: [{ field: 'GET / status', before: '200', after: 'no answer' }],
  },
  verification: { check: 'Check complete', before: state, after: null },
  files: [{ path: 'Dockerfile', action: 'edit', patch: '--- a/Dockerfile\n' }],
  notes: ['a note'],
};
const result: ImproveResult = {
  version: 1,
  engine: {
    name: 'Docker',
    version: '28.5.2',
    os: 'linux',
    architecture: 'amd64',
    storageDriver: 'overlay2',
    cpus: 2,
    memory: 8e9,
  },
  error: null,
  setups: [setup],
  report: 'DOCKER_IMPROVEMENTS.md',
};

/** Every path to a property, so that each one can be taken away in turn. */
function pathsOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = pathsOf(inner).map((path) => [key, ...path]);
    return Array.isArray(value) ? below : [[key], ...below];
  });
}

function without(value: unknown, [key, ...rest]: (string | number)[]): unknown {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  if (rest.length === 0) delete copy[key as string];
  else copy[key as string] = without(copy[key as string], rest);
  return copy;
}

describe('what --json prints', () => {
  it('is one object with a line break at its end', () => {
    const text = jsonText(result);
    expect(JSON.parse(text)).toEqual(result);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it.each([
    ['a result', result],
    [
      'nothing but an error',
      {
        ...result,
        engine: null,
        setups: [],
        error: new ShipshapeError('NO_FOLDER', { what: 'x' }).toReport(),
      },
    ],
    [
      'a failed setup',
      {
        ...result,
        setups: [
          {
            ...setup,
            status: 'failed',
            proof: 'none',
            service: null,
            error: new ShipshapeError('BUILD_FAILED', {
              what: 'x',
              where: { path: 'Dockerfile', line: 3 },
            }).toReport(),
            contract: { met: null, probes: [], differences: [] },
          },
        ],
      },
    ],
  ] as [string, ImproveResult][])('is as the schema says: %s', (_, printed) => {
    validate(JSON.parse(jsonText(printed)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is not without any of its properties, nor with another one', () => {
    const paths = pathsOf(result);
    expect(paths.length).toBeGreaterThan(70);
    expect(paths.filter((path) => validate(without(result, path)))).toEqual([]);
    expect(validate({ ...result, more: 1 })).toBe(false);
    expect(validate({ ...result, setups: [{ ...setup, status: 'good' }] })).toBe(false);
  });
});
