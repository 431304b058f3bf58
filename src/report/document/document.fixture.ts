import type { Facts } from '../../model/facts.ts';
import {
  finds,
  notMeasured,
  type Measurement,
  type RunningState,
  type SetupResult,
} from '../../model/result.ts';
import { setupOf } from '../../model/setup.fixture.ts';
import type { DocumentFacts } from './facts.ts';

const before: Measurement = {
  size: { uncompressed: 384_600_000, compressed: null, aboveBase: 257_700_000 },
  layers: 10,
  waste: 1_900_000,
  build: { cold: 20_000, unchanged: 300, sourceEdit: 6_100, dependencyEdit: 6_200, times: 1 },
  context: 5_900,
  start: 900,
  peakMemory: 57_000_000,
  packages: { os: 154, osAboveBase: 68, language: 13 },
  attackSurface: {
    setuid: finds(['/usr/bin/su']),
    worldWritable: finds([]),
    shells: finds(['sh']),
    packageManagers: finds(['apt', 'pip']),
    compilers: finds(['gcc', 'ld']),
  },
  score: {
    version: 1,
    points: 37,
    grade: 'Poor',
    lost: [
      { id: 'root', points: 20, what: 'the program runs as root' },
      { id: 'compilers', points: 4, what: 'compilers are in the image: gcc, ld' },
      { id: 'shells', points: 1, what: 'shells are in the image: sh' },
    ],
  },
};
const after: Measurement = {
  ...before,
  size: { uncompressed: 137_700_000, compressed: null, aboveBase: 10_800_000 },
  layers: 9,
  build: { cold: 24_000, unchanged: 300, sourceEdit: 400, dependencyEdit: null, times: 1 },
  context: 2_700,
  packages: { os: 97, osAboveBase: 11, language: 13 },
  attackSurface: { ...before.attackSurface, compilers: finds([]) },
  score: {
    version: 1,
    points: 90,
    grade: 'Excellent',
    lost: [{ id: 'shells', points: 1, what: 'shells are in the image: sh' }],
  },
};

const running: RunningState = {
  process: ['Uid:\t0\t0\t0\t0', 'Gid:\t0\t0\t0\t0', 'CapBnd:\t00000000a80425fb', 'NoNewPrivs:\t0'],
  health: null,
  readOnly: false,
  privileged: false,
  capAdd: [],
  capDrop: [],
  securityOpt: [],
  init: false,
  memoryLimit: null,
  pidsLimit: null,
  writable: [],
  stopMs: 10_300,
  stopExitCode: 137,
};
const confined: RunningState = {
  ...running,
  process: [
    'Uid:\t1001\t1001\t1001\t1001',
    'Gid:\t1001\t1001\t1001\t1001',
    'CapBnd:\t0000000000000000',
    'NoNewPrivs:\t1',
  ],
  health: 'healthy',
  readOnly: true,
  capDrop: ['ALL'],
  securityOpt: ['no-new-privileges:true'],
  memoryLimit: 268_435_456,
  pidsLimit: 128,
  writable: ['/tmp'],
  stopMs: 400,
  stopExitCode: 0,
};

const answer = { status: 200, type: 'application/json' };
export const improved: SetupResult = {
  dockerfile: 'Dockerfile',
  service: 'web',
  status: 'improved',
  proof: 'answers',
  error: null,
  before,
  after,
  changes: [
    {
      id: 'user',
      title: 'An unprivileged user',
      why: 'Root has no need.',
      outcome: 'kept',
      rung: 'on',
      evidence: ['it ran as root'],
    },
    {
      id: 'limits',
      title: 'Limits',
      why: 'Leaks end.',
      outcome: 'dropped',
      rung: null,
      evidence: ['observed → left out: a limit is too low', '  MemoryError'],
    },
    {
      id: 'init',
      title: 'An init',
      why: 'Signals.',
      outcome: 'not-needed',
      rung: null,
      evidence: ['it has one'],
    },
  ],
  contract: {
    met: true,
    probes: [
      { method: 'GET', path: '/health', headers: [], before: answer, after: answer, equal: true },
      {
        method: 'GET',
        path: '/metrics',
        headers: [],
        before: { status: 401, type: 'text/html' },
        after: { status: 401, type: 'text/html' },
        equal: true,
      },
      {
        method: 'GET',
        path: '/metrics',
        headers: ['authorization'],
        before: answer,
        after: answer,
        equal: true,
      },
    ],
    differences: [],
  },
  verification: { check: 'Check complete, no warnings found.', before: running, after: confined },
  files: [
    {
      path: 'Dockerfile',
      action: 'edit',
      patch:
        '--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1 +1,2 @@\n-FROM python\n+FROM python:3.13.5\n+USER 1001:1001\n',
    },
    {
      path: '.dockerignore',
      action: 'create',
      patch: '--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1 @@\n+.env\n',
    },
  ],
  notes: ['it runs as 1001:1001, the original ran as 0:0'],
};

const compose = `services:
  web:
    build: .
    ports: ["127.0.0.1:\${PORT:-8080}:5000"]
    environment:
      API_TOKEN: \${API_TOKEN:?}
    volumes: [uploads:/app/uploads]
  db:
    image: postgres:17
volumes:
  uploads: {}
`;

const observed = (facts: Facts): Facts => ({
  ...facts,
  source: {
    ...facts.source,
    variables: [
      { name: 'API_TOKEN', default: null, required: true, secret: true, where: 'app.py:3' },
      { name: 'DB_PASSWORD', default: 'hunter2', required: false, secret: true, where: 'app.py:4' },
      { name: 'WORKERS', default: '2', required: false, secret: false, where: 'app.py:5' },
    ],
  },
  run: {
    kind: 'server',
    ports: [5000],
    startMs: 900,
    healthPath: '/health',
    healthStatus: 200,
    writes: [],
    readOnlyWorks: true,
    peakMemory: 57_000_000,
  },
});

const files = { 'compose.yaml': compose, 'app.py': '' };
export const setups = {
  before: setupOf({ ...files, Dockerfile: 'FROM python\nCMD python app.py\n' }, observed),
  after: setupOf(
    {
      ...files,
      Dockerfile:
        'FROM python:3.13.5\nUSER 1001:1001\nENTRYPOINT ["dumb-init", "--"]\nCMD ["python", "app.py"]\n',
      '.dockerignore': '.env\n.git\n',
      'env.example': 'API_TOKEN=\n',
    },
    observed,
  ),
};

export const facts: DocumentFacts = {
  project: 'shop',
  date: '2026-11-25',
  engine: {
    name: 'docker',
    version: '28.5.2',
    os: 'linux',
    architecture: 'x86_64',
    storageDriver: 'overlay2',
    cpus: 2,
    memory: 8e9,
  },
  measure: 'quick',
  written: true,
  parts: [{ result: improved, setups }],
};

/** A setup of which nothing was measured. */
export const unproven: SetupResult = {
  ...improved,
  proof: 'none',
  before: notMeasured(),
  after: notMeasured(),
  contract: { met: null, probes: [], differences: [] },
  verification: { check: null, before: null, after: null },
};
