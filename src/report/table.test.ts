import { PassThrough, type Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finds, notMeasured, notVerified, type Measurement, type SetupResult } from '../model/result.ts';
import { table } from './table.ts';
import { columns } from './wrap.ts';

const before: Measurement = {
  size: { uncompressed: 385_123_456, compressed: null, aboveBase: 257_000_000 },
  layers: 9,
  waste: 1_234_567,
  build: { cold: 26_040, unchanged: 610, sourceEdit: 3_400, dependencyEdit: 12_000, times: 1 },
  context: 20_480,
  start: 812.4,
  packages: { os: 163, osAboveBase: 66, language: 14 },
  peakMemory: 56_400_000,
  attackSurface: {
    setuid: finds(['/usr/bin/su', '/usr/bin/passwd']),
    worldWritable: finds([]),
    shells: finds(['bash', 'sh']),
    packageManagers: finds(['apt', 'dpkg', 'pip']),
    compilers: finds(['cc', 'gcc', 'ld']),
  },
  score: {
    version: 1,
    points: 43,
    grade: 'Poor',
    lost: [
      { id: 'root', points: 20, what: 'it runs as root' },
      { id: 'compilers', points: 6, what: '3 compilers are in the image: cc, gcc, ld' },
    ],
  },
};
const after: Measurement = {
  ...before,
  size: { uncompressed: 138_000_000, compressed: null, aboveBase: 10_800_000 },
  waste: 0,
  build: { cold: 25_000, unchanged: 590, sourceEdit: 600, dependencyEdit: null, times: 1 },
  context: 18_000,
  start: 900,
  attackSurface: { ...before.attackSurface, compilers: finds([]) },
  score: {
    version: 1,
    points: 94,
    grade: 'Excellent',
    lost: [{ id: 'shells', points: 2, what: '2 shells are in the image: bash, sh' }],
  },
  packages: { os: 97, osAboveBase: 9, language: 13 },
};
const answer = { status: 200, type: 'application/json' };
const setup: SetupResult = {
  dockerfile: 'Dockerfile',
  service: 'web',
  status: 'improved',
  proof: 'answers',
  error: null,
  before,
  after,
  changes: [
    { id: 'two-stages', title: 'Two stages', why: 'w', outcome: 'kept', rung: 'evidence', evidence: ['e'] },
    {
      id: 'read-only',
      title: 'Read-only root',
      why: 'w',
      outcome: 'weakened',
      rung: 'off',
      evidence: ['it writes to the root file system', "OSError: [Errno 30] Read-only file system: '/app/x'"],
    },
    {
      id: 'capabilities',
      title: 'No capabilities',
      why: 'w',
      outcome: 'dropped',
      rung: null,
      evidence: ['it changes owners or users when it starts: '.repeat(4).trim()],
    },
    { id: 'init', title: 'Init', why: 'w', outcome: 'not-needed', rung: null, evidence: ['has one already'] },
  ],
  contract: {
    met: true,
    probes: [{ method: 'GET', path: '/health', headers: [], before: answer, after: answer, equal: true }],
    differences: [],
  },
  verification: notVerified(),
  files: [
    { path: 'Dockerfile', action: 'edit', patch: '' },
    { path: '.dockerignore', action: 'create', patch: '' },
  ],
  notes: ['Docker 25 or newer is needed to build with the start interval.'],
};

const pipe = () => new PassThrough();
const terminal = (): Writable =>
  Object.assign(new PassThrough(), {
    isTTY: true,
    getColorDepth: Reflect.get(WriteStream.prototype, 'getColorDepth'),
  });
afterEach(() => vi.unstubAllEnvs());

describe('the table', () => {
  it('shows numbers, contract, changes, files and notes', () => {
    expect(table(setup, { stream: pipe() })).toMatchInlineSnapshot(`
      "Dockerfile (service web): improved; proved: builds, stays up and answers

        measure                           before         after      change
        image size                      385.1 MB      138.0 MB       −64 %
          above the base                257.0 MB       10.8 MB       −96 %
        layers                                 9             9
        waste                             1.2 MB        0.0 MB      −100 %
        build, cold                       26.0 s        25.0 s        −4 %
          unchanged                        0.6 s         0.6 s
          after a source edit              3.4 s         0.6 s       −82 %
          after a dependency edit         12.0 s  not measured
        build context                    20.5 kB       18.0 kB       −12 %
        start                              0.8 s         0.9 s       +11 %
        peak memory                      56.4 MB       56.4 MB
        OS packages                          163            97       −40 %
          above the base                      66             9       −86 %
        language packages                     14            13        −7 %
        setuid files                           2             2
        world-writable paths                   0             0
        compilers                              3             0      −100 %
        package managers                       3             3
        shells                                 2             2
        security score of 100            43 Poor  94 Excellent         +51

      Contract
        met: 1 of 1 probes answered as before
          = GET /health: 200 application/json

      Changes
        ✓ kept        Two stages
        ~ weakened    Read-only root (off)
            it writes to the root file system
            OSError: [Errno 30] Read-only file system: '/app/x'
        ✗ dropped     No capabilities
            it changes owners or users when it starts: it changes owners or users when it starts: it changes owners
              or users when it starts: it changes owners or users when it starts:
        · not-needed  Init
            has one already

      Files
        edit    Dockerfile
        create  .dockerignore

      Notes
        Docker 25 or newer is needed to build with the start interval.
      "
    `);
  });

  it('keeps to 110 columns, but for paths', () => {
    const long = 'word '.repeat(60).trim();
    const wordy: SetupResult = {
      ...setup,
      error: { code: 'BUILD_FAILED', message: long, where: null, hint: long },
      notes: [long],
      changes: setup.changes.map((change) => ({ ...change, title: long, evidence: [long] })),
      contract: {
        met: false,
        probes: [],
        differences: [{ field: 'GET / body', before: long, after: long }],
      },
      files: [{ path: `${'x'.repeat(120)}/Dockerfile`, action: 'edit', patch: '' }],
    };
    const tooWide = table(wordy, { stream: pipe() })
      .split('\n')
      .filter((line) => columns(line) > 110);
    expect(tooWide).toEqual([`  edit    ${'x'.repeat(120)}/Dockerfile`]);
  });

  it('tells of a setup that failed', () => {
    const failed: SetupResult = {
      ...setup,
      service: null,
      status: 'failed',
      proof: 'none',
      error: {
        code: 'BUILD_FAILED',
        message: 'the original does not build\n#8 ERROR: exit code: 1',
        where: { path: 'Dockerfile', line: 7 },
        hint: 'Mend the build first.',
      },
      before: notMeasured(),
      after: notMeasured(),
      changes: [],
      contract: { met: null, probes: [], differences: [] },
      files: [],
      notes: [],
    };
    expect(table(failed, { stream: pipe() })).toMatchInlineSnapshot(`
      "Dockerfile: failed

      error BUILD_FAILED: the original does not build
        | #8 ERROR: exit code: 1
        at Dockerfile:7
        → Mend the build first.
      "
    `);
  });

  it('shows what differs', () => {
    const other: SetupResult = {
      ...setup,
      contract: {
        met: false,
        probes: [
          {
            method: 'GET',
            path: '/',
            headers: ['authorization'],
            before: answer,
            after: { status: null, type: null },
            equal: false,
          },
        ],
        differences: [{ field: 'GET / status', before: '200', after: 'no answer: refused' }],
      },
    };
    const lines = table(other, { stream: pipe() }).split('\n');
    const at = lines.indexOf('Contract');
    expect(lines.slice(at, at + 5).join('\n')).toMatchInlineSnapshot(`
      "Contract
        not met: 0 of 1 probes answered as before
          ≠ GET / with authorization: 200 application/json → no answer
          ≠ GET / status: 200 → no answer: refused
      "
    `);
  });

  it('lets no text of others move the cursor', () => {
    const text = table({ ...setup, dockerfile: 'a\u001b[2Jb', notes: ['x\ry'] }, { stream: pipe() });
    expect(text).toContain('a\\u001b[2Jb');
    expect(text).toContain('x\\u000dy');
  });
});

describe('colours', () => {
  const escape = '\u001b[';

  // Node looks at these as well: without colours in CI and on terminals that have none
  beforeEach(() => {
    vi.stubEnv('CI', undefined);
    vi.stubEnv('TERM', 'xterm-256color');
    for (const name of ['NO_COLOR', 'NODE_DISABLE_COLORS', 'FORCE_COLOR']) vi.stubEnv(name, undefined);
  });

  it('only on a terminal, and not with NO_COLOR', () => {
    expect(table(setup, { stream: pipe() })).not.toContain(escape);
    expect(table(setup, { stream: terminal() })).toContain(escape);
    vi.stubEnv('NO_COLOR', '1');
    expect(table(setup, { stream: terminal() })).not.toContain(escape);
  });

  it('change no other character', () => {
    const coloured = table(setup, { stream: terminal() });
    expect(stripVTControlCharacters(coloured)).toBe(table(setup, { stream: pipe() }));
  });
});
