import { describe, expect, it } from 'vitest';
import type { Change } from '../model/change.ts';
import type { RunFacts } from '../model/facts.ts';
import { capabilities } from './capabilities.ts';
import { composeFile } from './compose-file.ts';
import { composeHealth } from './compose-health.ts';
import { envExample } from './env-example.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { changedFiles } from './example.fixture.ts';
import { limits, memoryLimit } from './limits.ts';
import { noNewPrivileges } from './no-new-privileges.ts';
import { readOnly } from './read-only.ts';
import { restart } from './restart.ts';

const MEGABYTE = 1024 * 1024;

const RUN: RunFacts = {
  kind: 'server',
  ports: [8000],
  startMs: 400,
  healthPath: null,
  healthStatus: null,
  writes: [],
  readOnlyWorks: true,
  peakMemory: 90 * MEGABYTE,
};

const DOCKERFILE = 'FROM alpine\nRUN useradd --uid 1001 me\nWORKDIR /app\nCOPY . .\nUSER 1001:1001\n';

const setup = (service: string, run: Partial<RunFacts> | null = {}, files: Record<string, string> = {}) =>
  setupOf(
    { Dockerfile: DOCKERFILE, 'compose.yaml': `services:\n  web:\n    build: .\n${service}`, ...files },
    (facts) => ({ ...facts, run: run && { ...RUN, ...run } }),
  );

const compose = (change: Change, ...args: Parameters<typeof setup>): string =>
  (changedFiles(change, setup(...args))['compose.yaml'] ?? '').replace(
    'services:\n  web:\n    build: .\n',
    '',
  );

describe('read-only', () => {
  const written = (path: string, megabytes: number, holdsImageContent = false) => ({
    path,
    holdsImageContent,
    bytes: megabytes * MEGABYTE,
  });

  it('has a tmpfs for each path that it writes, as large as needed', () => {
    const writes = [written('/tmp/a', 40), written('/app/cache', 1), written('/app/cache/deep', 1)];
    expect(compose(readOnly, '', { writes })).toBe(
      '    read_only: true\n    tmpfs:\n' +
        '      - /tmp:size=256m,uid=1001,gid=1001,mode=1777\n' +
        '      - /app/cache:size=16m,uid=1001,gid=1001,mode=0755\n',
    );
  });

  it('leaves mounts that are there', () => {
    const service = '    tmpfs: ["/tmp:size=1g"]\n    volumes:\n      - data:/data\n';
    expect(compose(readOnly, service, { writes: [written('/data/db', 1, true)] })).toBe(
      `${service}    read_only: true\n`,
    );
  });

  it('leaves volumes of the image', () => {
    const files = { Dockerfile: `${DOCKERFILE}VOLUME ["/data", "/more"]\n` };
    expect(compose(readOnly, '', { writes: [written('/more/x', 1, true)] }, files)).not.toContain('/more');
  });

  it.each([
    ['/app', {}],
    ['/', {}],
    ['/app/web', { 'web/views.py': '' }],
  ])('puts no volume over the program in %s', (path, files) => {
    expect(readOnly.apply(setup('', { writes: [written(path, 1, true)] }, files), 'tmpfs')).toEqual({
      kind: 'not-needed',
      reason: expect.stringContaining(path),
    });
  });

  it('does not mind bytecode', () => {
    expect(compose(readOnly, '', { writes: [written('/app/__pycache__', 1)] })).not.toContain('pycache');
  });

  it('has more on the next rung', () => {
    const text = changedFiles(readOnly, setup(''), 'more-tmpfs')['compose.yaml'] ?? '';
    expect([...text.matchAll(/- (\/[\w/]+):/g)].map(([, path]) => path)).toEqual([
      '/tmp',
      '/run',
      '/var/tmp',
      '/home/me',
    ]);
  });

  it.each([
    ['USER 7', 'uid=7,gid=7,mode=0755'],
    ['USER root', 'uid=0,gid=0,mode=0755'],
    ['USER me', 'uid=0,gid=0,mode=1777'],
  ])('belongs to %s', (line, owner) => {
    const files = { Dockerfile: `FROM alpine\n${line}\n` };
    expect(compose(readOnly, '', { writes: [written('/var/cache/web', 1)] }, files)).toContain(
      `/var/cache/web:size=16m,${owner}\n`,
    );
  });

  it.each(['/data', '/app/data', '/var/lib/web', '/app/uploads'])('keeps what is written in %s', (path) => {
    const text = compose(readOnly, '', { writes: [written(path, 1)] });
    expect(text).toContain(`    volumes:\n      - web${path.replaceAll('/', '-')}:${path}\n`);
    expect(text).not.toContain(`${path}:size`);
  });

  it('is left out where it was seen not to work', () => {
    expect(compose(readOnly, '', { readOnlyWorks: false })).toBe('');
    expect(compose(readOnly, '    read_only: false\n')).toBe('');
  });
});

describe('limits', () => {
  it.each([
    [10, 128],
    [63, 128],
    [64, 256],
    [90, 256],
    [300, 1024],
  ])('for a peak of %i MB are %i MB', (peak, limit) => {
    expect(memoryLimit(peak * MEGABYTE)).toBe(limit);
  });

  it('keep what is there, and never stand in both places', () => {
    expect(compose(limits, '    deploy:\n      resources:\n        limits:\n          memory: 64M\n')).toBe(
      '    deploy:\n      resources:\n        limits:\n          memory: 64M\n          pids: 128\n',
    );
    expect(compose(limits, '    cpus: 1\n')).toBe('    cpus: 1\n    mem_limit: 256m\n    pids_limit: 128\n');
    expect(compose(limits, '    mem_limit: 1g\n    pids_limit: 9\n')).toBe('');
  });
});

describe('what a service has on purpose', () => {
  it.each([
    [capabilities, '    privileged: true\n'],
    [capabilities, '    cap_drop: [all]\n'],
    [capabilities, '    cap_add: [ALL]\n'],
    [noNewPrivileges, '    security_opt: [no-new-privileges:false]\n'],
    [restart, '    restart: "no"\n'],
    [restart, '    deploy: { restart_policy: { condition: none } }\n'],
    [composeHealth, '    healthcheck: { disable: true }\n'],
    [composeHealth, '    healthcheck: { test: [CMD, own-check] }\n'],
  ])('stays', (change, service) => {
    expect(compose(change, service)).toBe('');
  });
});

describe('a job', () => {
  it('gets no ports, no restart and no health check', () => {
    const job = { kind: 'job' as const };
    const alone = setupOf({ Dockerfile: `${DOCKERFILE}EXPOSE 80\n` }, (facts) => ({
      ...facts,
      run: { ...RUN, ...job },
    }));
    expect(changedFiles(composeFile, alone)).toEqual({ 'compose.yaml': 'services:\n  app:\n    build: .\n' });
    expect(compose(restart, '', job)).toBe('');
    expect(compose(composeHealth, '', job, { Dockerfile: `${DOCKERFILE}HEALTHCHECK CMD true\n` })).toBe('');
  });
});

describe('compose-file', () => {
  it('names the folder and the Dockerfile', () => {
    const base = setupOf({ 'docker/web.Dockerfile': 'FROM alpine\nCMD ["web"]\n' });
    const paths = { ...base.paths, dockerfile: 'docker/web.Dockerfile', context: 'my site' };
    const result = composeFile.apply({ ...base, paths }, 'one-service');
    expect(result.kind === 'applied' && [result.setup.paths.compose, result.setup.paths.service]).toEqual([
      'compose.yaml',
      'app',
    ]);
    expect(result.kind === 'applied' && result.setup.files.get('compose.yaml')).toBe(
      'services:\n  app:\n    build:\n      context: "./my site"\n      dockerfile: ../docker/web.Dockerfile\n',
    );
  });
});

describe('env-example', () => {
  it('shows no secret, and comments out what must not be empty', () => {
    const files = { 'compose.yaml': 'services:\n  web:\n    build: .\n    image: "${NAME:-web}:${TAG:?}"\n' };
    const variables = [
      { name: 'SECRET_KEY', default: 'hunter2', required: false, secret: true, where: 'app.py:4' },
      { name: 'DB', default: null, required: true, secret: false, where: 'db.py:1' },
      { name: 'PATH', default: null, required: false, secret: false, where: 'db.py:2' },
    ];
    const shown = setupOf(files, (facts) => ({ ...facts, source: { ...facts.source, variables } }));
    expect(changedFiles(envExample, shown)['env.example']).toBe(
      '# Copy to .env and fill in.\n\n# Required: read in db.py\nDB=\nTAG=\n\n# Optional\n# SECRET_KEY=\n\n' +
        '# Optional, with their defaults\nNAME=web\n',
    );
  });
});
