import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finds } from '../model/result.ts';
import { CRITERIA } from './criteria.ts';
import type { ScoreFacts } from './facts.ts';
import { GRADES, MOST_FOR_FINDINGS, scoreOf } from './score.ts';

const none = finds([]);
const good: ScoreFacts = {
  kind: 'server',
  uid: 1001,
  hostAccess: [],
  readOnly: true,
  capabilities: 'none',
  noNewPrivileges: true,
  limits: { memory: true, pids: true },
  health: 'healthy',
  secretsInImage: [],
  secretsInCompose: [],
  packages: { os: 97, osAboveBase: 9 },
  attackSurface: { setuid: none, worldWritable: none, shells: none, packageManagers: none, compilers: none },
  writableCode: [],
  pin: { kind: 'digest', reference: 'python@sha256:…' },
  letThrough: [],
  findings: [],
};
const bad: ScoreFacts = {
  ...good,
  uid: 0,
  hostAccess: ["the engine's socket"],
  readOnly: false,
  capabilities: 'default',
  noNewPrivileges: false,
  limits: { memory: false, pids: false },
  health: 'none',
  secretsInImage: ['API_KEY', '/app/.env'],
  secretsInCompose: ['DB_PASSWORD'],
  packages: { os: 433, osAboveBase: 68 },
  attackSurface: {
    setuid: finds(['/usr/bin/su']),
    worldWritable: finds(['/app/x']),
    shells: finds(['bash', 'dash', 'sh']),
    packageManagers: finds(['apt', 'apt-get', 'dpkg', 'npm', 'npx', 'pip']),
    compilers: finds(['cc', 'gcc']),
  },
  writableCode: ['/app/app.py'],
  pin: { kind: 'none', reference: 'python' },
  letThrough: null,
  findings: [
    { id: 'run-as-non-root', title: 'A user', weight: 10 },
    { id: 'verify-downloads', title: 'Downloads are checked', weight: 4 },
    { id: 'keep-tls-verification', title: 'Certificates are checked', weight: 12 },
  ],
};

describe('the security score', () => {
  it('is 100 where nothing is amiss, and 0 where nearly everything is', () => {
    expect(scoreOf(good)).toEqual({ version: 2, points: 100, grade: 'Excellent', lost: [] });
    expect(scoreOf(bad)).toMatchObject({ points: 0, grade: 'Poor' });
  });

  it('names every point that is lost, the largest loss first', () => {
    const { lost } = scoreOf(bad);
    const shown = lost.map(({ id, points, what }) => `${points} ${id}: ${what}`).join('\n');
    expect(shown).toMatchInlineSnapshot(`
      "25 host-access: the container has a way to its host: the engine's socket
      20 root: the program runs as root
      20 secrets-in-image: by their names, secrets can be read out of the image: API_KEY, /app/.env
      12 rule:keep-tls-verification: \`check\` asks for it: Certificates are checked
      8 read-only: the root file system can be written to
      6 capabilities: Docker's default capabilities are within reach
      6 no-new-privileges: a setuid program can still raise the rights of a process
      6 added-packages: 68 of the OS packages do not come with the base
      5 base-pin: python names no version
      4 compilers: compilers are in the image: cc, gcc
      4 os-packages: 433 OS packages are installed
      4 writable-code: the program may overwrite its own code: /app/app.py
      4 secrets-in-compose: by their names, secrets stand in the compose file: DB_PASSWORD
      4 ignore-file: no ignore file keeps secrets and history out of the build
      3 memory-limit: nothing limits its memory
      3 health-check: there is no health check
      3 package-managers: package managers are in the image: apt, apt-get, dpkg, npm and 2 more
      3 rule:verify-downloads: \`check\` asks for it: Downloads are checked
      2 pids-limit: nothing limits its number of processes
      2 shells: shells are in the image: bash, dash, sh
      1 setuid: files run with the rights of their owner: /usr/bin/su
      1 world-writable: everyone may write to files of the image: /app/x"
    `);
  });

  it('adds up', () => {
    const { points, lost } = scoreOf({ ...good, uid: 0, limits: { memory: false, pids: true } });
    expect(points).toBe(77);
    expect(lost.map(({ id }) => id)).toEqual(['root', 'memory-limit']);
  });

  it('asks no health check of a job, and no writable code behind a read-only root', () => {
    expect(scoreOf({ ...good, kind: 'job', health: 'none' }).lost).toEqual([]);
    expect(scoreOf({ ...good, writableCode: ['/app/app.py'] }).lost).toEqual([]);
  });

  it.each([
    [{}, 100, 'Excellent'],
    [{ uid: 0 }, 80, 'Good'],
    [{ uid: 0, secretsInImage: ['A', 'B'] }, 60, 'Fair'],
    [{ uid: 0, secretsInImage: ['A', 'B'], hostAccess: ['privileged'] }, 35, 'Poor'],
  ] as [Partial<ScoreFacts>, number, string][])('%j: %i points, %s', (worse, points, grade) => {
    expect(scoreOf({ ...good, ...worse })).toMatchObject({ points, grade });
  });

  it('never has fewer points for better facts', () => {
    const names = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 12 });
    const facts = fc.record<ScoreFacts>({
      kind: fc.constantFrom('server', 'job'),
      uid: fc.constantFrom(0, 1001),
      hostAccess: names,
      readOnly: fc.boolean(),
      capabilities: fc.constantFrom('none', 'some', 'default'),
      noNewPrivileges: fc.boolean(),
      limits: fc.record({ memory: fc.boolean(), pids: fc.boolean() }),
      health: fc.constantFrom('healthy', 'unhealthy', 'none'),
      secretsInImage: names,
      secretsInCompose: names,
      packages: fc.record({ os: fc.option(fc.nat(900)), osAboveBase: fc.option(fc.nat(300)) }),
      attackSurface: fc.record({
        setuid: names.map(finds),
        worldWritable: names.map(finds),
        shells: names.map(finds),
        packageManagers: names.map(finds),
        compilers: names.map(finds),
      }),
      writableCode: names,
      pin: fc.constantFrom('none', 'floating', 'exact', 'digest').map((kind) => ({ kind, reference: 'a' })),
      letThrough: fc.option(fc.subarray(['.env', '.git'])),
      findings: fc.array(
        fc.record({ id: fc.string(), title: fc.string(), weight: fc.integer({ min: 1, max: 10 }) }),
        { maxLength: 12 },
      ),
    });
    fc.assert(
      fc.property(facts, fc.constantFrom(...(Object.keys(good) as (keyof ScoreFacts)[])), (some, key) => {
        const better = { ...some, [key]: good[key] };
        const [before, after] = [scoreOf(some), scoreOf(better)];
        // what a job need not have is no gain
        const least = key === 'kind' ? 0 : (before.points ?? 0);
        expect(after.points).toBeGreaterThanOrEqual(least);
        expect(before.points).toBe(
          Math.max(0, 100 - before.lost.reduce((sum, { points }) => sum + points, 0)),
        );
      }),
    );
  });

  it('is published: docs/score.md has every criterion with the most that it takes, and every grade', () => {
    const page = readFileSync(new URL('../../docs/score.md', import.meta.url), 'utf8');
    for (const { id, most } of CRITERIA)
      expect(page).toMatch(new RegExp(`^\\| \`${id}\` +\\| +${most} \\|`, 'm'));
    for (const [grade, least] of GRADES) expect(page).toMatch(new RegExp(`${grade} from ${least}\\b`));
    expect(page).toMatch(new RegExp(`\`rule:ID\`.*\\b${MOST_FOR_FINDINGS}\\b`));
    const losses = scoreOf(bad).lost.filter(({ id }) => !id.startsWith('rule:'));
    for (const { id, points } of losses)
      expect(points).toBeLessThanOrEqual(CRITERIA.find((one) => one.id === id)?.most ?? 0);
  });
});
