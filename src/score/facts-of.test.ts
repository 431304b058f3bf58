import { describe, expect, it } from 'vitest';
import { notMeasured, type RunningState } from '../model/result.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { idsOf, scoreFacts } from './facts-of.ts';
import { pinOf, weakestPin } from './pins.ts';

const state: RunningState = {
  process: ['Uid:\t0\t1001\t0\t0', 'Gid:\t0\t1002\t0\t0', 'CapBnd:\t0000000000000000', 'NoNewPrivs:\t1'],
  health: 'starting',
  readOnly: true,
  privileged: false,
  capAdd: [],
  capDrop: [],
  securityOpt: [],
  init: false,
  memoryLimit: 1e9,
  pidsLimit: null,
  writable: [],
  stopMs: null,
  stopExitCode: null,
};

const factsOf = (files: Record<string, string>, seen: RunningState | null = null) =>
  scoreFacts({
    setup: setupOf({ Dockerfile: 'FROM alpine:3.20.3\nUSER 7:8\n', ...files }),
    measurement: notMeasured(),
    state: seen,
    kind: 'server',
    secretsInImage: [],
    writableCode: [],
    findings: [],
  });
const compose = (lines: string) => ({
  'compose.yaml': `services:\n  web:\n    build: .\n${lines.replaceAll(/^/gm, '    ')}\n`,
});

describe('the facts of the score', () => {
  it('are those of the running container where one was seen', () => {
    expect(factsOf(compose('read_only: false'), state)).toMatchObject({
      uid: 1001,
      readOnly: true,
      capabilities: 'none',
      noNewPrivileges: true,
      limits: { memory: true, pids: false },
      health: 'unhealthy',
    });
    expect(idsOf(setupOf({ Dockerfile: 'FROM a' }), state)).toEqual({ uid: 1001, gid: 1002 });
  });

  it('are those of the files where none was seen', () => {
    const lines =
      'cap_drop: [ALL]\ncap_add: [CHOWN]\nsecurity_opt: ["no-new-privileges:true"]\nmem_limit: 1g\nread_only: true';
    expect(factsOf(compose(lines))).toMatchObject({
      uid: 7,
      readOnly: true,
      capabilities: 'some',
      noNewPrivileges: true,
      limits: { memory: true, pids: false },
      health: 'none',
      hostAccess: [],
    });
    expect(factsOf({})).toMatchObject({ capabilities: 'default', readOnly: false, noNewPrivileges: false });
  });

  it.each([
    ['privileged: true', ['privileged']],
    ['cap_add: [SYS_ADMIN, CHOWN]', ['SYS_ADMIN']],
    ['volumes:\n  - /var/run/docker.sock:/var/run/docker.sock', ["the engine's socket"]],
    ['network_mode: host\npid: host', ['network_mode: host', 'pid: host']],
    ['ports: ["80:80"]', []],
  ])('a way to the host: %s', (lines, ways) => expect(factsOf(compose(lines)).hostAccess).toEqual(ways));

  it('secrets of the compose file are those that are written out', () => {
    const lines =
      'environment:\n  API_KEY: abc\n  TOKEN: ${TOKEN}\n  EMPTY_SECRET: ""\n  DB: postgres://u:p@db/x\n  COLOUR: red';
    expect(factsOf(compose(lines)).secretsInCompose).toEqual(['API_KEY', 'DB']);
  });

  it.each([
    [{}, null],
    [{ '.dockerignore': '.env\n' }, ['.git']],
    [{ '.dockerignore': '*\n!app.py\n' }, []],
    [{ '.dockerignore': 'docs\n' }, ['.env', '.git']],
  ])('the ignore file %j lets through %j', (files, expected) =>
    expect(factsOf(files as Record<string, string>).letThrough).toEqual(expected),
  );
});

describe('pins', () => {
  it.each([
    ['python', 'none'],
    ['python:latest', 'none'],
    ['python:3.13-slim', 'floating'],
    ['debian:bookworm', 'floating'],
    ['python:3.13.5-slim', 'exact'],
    ['debian:trixie-20250101', 'exact'],
    [`python:3.13@sha256:${'a'.repeat(64)}`, 'digest'],
    ['$BASE', 'none'],
  ])('%s: %s', (reference, kind) => expect(pinOf(reference)).toBe(kind));

  it('the weakest of all stages counts; variables have their defaults, stages are no bases', () => {
    const pin = (Dockerfile: string) => weakestPin(setupOf({ Dockerfile }));
    expect(pin('ARG V=3.13.5\nFROM python:${V} AS a\nFROM a\n')).toEqual({
      kind: 'exact',
      reference: 'python:3.13.5',
    });
    expect(pin('FROM a:1.2.3 AS x\nFROM b\n')).toEqual({ kind: 'none', reference: 'b' });
    expect(pin('FROM scratch\n')).toBeNull();
  });

  it('what a registry was found to have nothing more exact of is exact', () => {
    const setup = setupOf({ Dockerfile: 'FROM postgres:17.2\n' }, (facts) => ({
      ...facts,
      bases: [
        {
          reference: 'postgres:17',
          purpose: 'pin',
          resolved: 'postgres:17.2',
          sameLayers: true,
          digestBefore: null,
          digestAfter: null,
          reason: '',
          contents: null,
        },
      ],
    }));
    expect(weakestPin(setup)?.kind).toBe('exact');
  });
});
