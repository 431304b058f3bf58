import { describe, expect, it } from 'vitest';
import type { Change } from '../model/change.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { withDockerfile } from '../model/setup.ts';
import { planOf, withRung } from '../plan/fold.ts';
import { parseDockerfile } from '../syntax/dockerfile/index.ts';
import { baseReference } from './base-reference.ts';
import { withoutSyntaxLine } from './build-setup.ts';
import { dependencyFile, editedText, sourceFile } from './edited-files.ts';
import { basicCredentials, probesFor } from './probes.ts';
import { changeResults, unprovenProposal } from './prove.ts';
import { refusedFolders } from './read-only-trial.ts';

describe('baseReference', () => {
  it.each([
    ['FROM a:1', {}, 'a:1'],
    ['ARG V=1\nFROM a:$V', {}, 'a:1'],
    ['ARG V=1\nARG W=$V-slim\nFROM a:${W}', { V: '2' }, 'a:2-slim'],
    ['FROM a AS b\nFROM c\nFROM B', {}, 'a'],
    ['ARG V\nFROM $V', {}, null],
    ['', {}, null],
  ])('%j with %j stands on %j', (dockerfile, args, base) =>
    expect(baseReference(parseDockerfile(dockerfile), args)).toBe(base),
  );
});

describe('refusedFolders', () => {
  it.each([
    ["OSError: [Errno 30] Read-only file system: '/app/data/x.db'", ['/app/data']],
    ["Error: EROFS: read-only file system, open '/srv/a.log'", ['/srv']],
    ['touch: /var/lib/x/a: Read-only file system', ['/var/lib/x']],
    ["touch: cannot touch '/var/lib/x/a': Read-only file system", ['/var/lib/x']],
    ["Read-only file system: '/a'", []],
    ['nothing', []],
  ])('%j', (log, folders) => expect(refusedFolders(log)).toEqual(folders));
});

describe('probesFor', () => {
  const paths = (lines: string, routes: string[] = []) => {
    const setup = setupOf({ Dockerfile: `FROM a\n${lines}` }, (facts) => ({
      ...facts,
      source: { ...facts.source, routes },
    }));
    return probesFor(setup, []).map(({ path }) => path);
  };

  it('asks the health check and the routes, once each', () => {
    const check = 'HEALTHCHECK CMD curl -f http://localhost:80/up || exit 1\n';
    expect(paths(check, ['/', '/up', '/logout'])).toEqual(['/up', '/']);
    expect(paths('CMD a\n')).toEqual(['/']);
    expect(
      paths(
        '',
        [...Array(40).keys()].map((n) => `/${n}`),
      ),
    ).toHaveLength(16);
  });
});

it.each([
  [
    { APP_USER: 'u', APP_PASSWORD: 'p', OTHER_PASS: 'q' },
    { user: 'u', password: 'p' },
  ],
  [
    { USERNAME: 'u', PASS: 'p' },
    { user: 'u', password: 'p' },
  ],
  [{ APP_USER: 'u', DB_PASSWORD: 'p' }, null],
])('basicCredentials of %j', (environment, credentials) =>
  expect(basicCredentials({ ...environment })).toEqual(credentials),
);

describe('edited files', () => {
  const setup = (start: string, more: Record<string, string> = {}) =>
    setupOf({ Dockerfile: `FROM a\n${start}\n`, 'app/main.py': 'x', 'big.py': 'xxxx', ...more });
  it.each([
    ['CMD ["gunicorn", "app.main:app"]', 'app/main.py'],
    ['CMD ["python", "./app/main.py"]', 'app/main.py'],
    ['CMD ["other"]', 'big.py'],
  ])('the source of %j is %s', (start, path) => expect(sourceFile(setup(start))).toBe(path));

  it('leaves ignored files out', () => {
    expect(sourceFile(setup('CMD x', { '.dockerignore': 'big.py\n' }))).toBe('app/main.py');
    const manifests = { 'a/requirements.txt': '', 'requirements.txt': '' };
    expect(dependencyFile(setup('CMD x', manifests))).toBe('requirements.txt');
    expect(dependencyFile(setup('CMD x'))).toBeNull();
  });

  it('changes bytes and no meaning', () => {
    expect(editedText('a.py', 'x', '1')).toBe('x\n# edited 1\n');
    expect(editedText('a.ts', 'x\n', '1')).toBe('x\n// edited 1\n');
    const [one, two] = ['ab', 'ba'].map((mark) => editedText('package.json', '{}', mark));
    expect(one).not.toBe(two);
    expect([JSON.parse(one ?? ''), JSON.parse(two ?? '')]).toEqual([{}, {}]);
  });
});

it.each([
  ['# syntax=docker/dockerfile:1\r\nFROM a\r\n', '#\r\nFROM a\r\n'],
  ['# escape=`\n#syntax=x\nFROM a\n', '# escape=`\n#\nFROM a\n'],
  ['FROM a\n# syntax=x\n', 'FROM a\n# syntax=x\n'],
])('withoutSyntaxLine(%j)', (before, after) => expect(withoutSyntaxLine(before)).toBe(after));

describe('what each change came to', () => {
  const change = (id: string, over: Partial<Change> = {}): Change => ({
    id,
    title: id,
    why: '',
    class: 'needs-proof',
    rungs: ['bold', 'mild'],
    examples: [],
    apply: (setup, rung) => ({
      kind: 'applied',
      setup: withDockerfile(setup, `FROM ${id}`),
      evidence: [rung],
    }),
    ...over,
  });
  const changes = [
    change('a'),
    change('b'),
    change('c', { apply: () => ({ kind: 'not-needed', reason: 'fine' }) }),
    change('d', { class: 'safe' }),
  ];
  const setup = setupOf({ Dockerfile: 'FROM x' });

  it('tells kept, weakened, dropped and not needed', () => {
    const taken = [
      { id: 'a', from: 'bold', to: 'mild', because: 'it broke', log: ['l1', 'l2'] },
      { id: 'b', from: 'mild', to: null, because: 'it broke', log: [] },
    ];
    const plan = withRung(withRung(planOf(changes), 'a', 'mild'), 'b', null);
    const results = changeResults(setup, plan, taken);
    expect(results.map(({ outcome, rung, evidence }) => [outcome, rung, evidence])).toEqual([
      ['weakened', 'mild', ['mild', 'bold → mild: it broke', '  l1', '  l2']],
      ['dropped', null, ['mild → left out: it broke']],
      ['not-needed', null, ['fine']],
      ['kept', 'bold', ['bold']],
    ]);
  });

  it('proves nothing without an engine', () => {
    const proposal = unprovenProposal(setup, changes);
    expect(proposal.changes.map(({ outcome }) => outcome)).toEqual([
      'unproven',
      'unproven',
      'not-needed',
      'kept',
    ]);
    expect(proposal.contract.met).toBeNull();
    expect(proposal.setup.files.get('Dockerfile')).toBe('FROM d');
  });
});
