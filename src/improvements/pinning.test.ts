import { describe, expect, it } from 'vitest';
import type { BaseResolution, ProjectFacts } from '../model/facts.ts';
import { setupOf } from '../model/setup.fixture.ts';
import type { Choices } from '../model/setup.ts';
import { pinnedBase } from './pinned-base.ts';
import { updater } from './updater.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const Dockerfile = 'FROM python:3.13-slim\nCMD ["python"]\n';

const answer = (over: Partial<BaseResolution>): BaseResolution => ({
  reference: 'python:3.13-slim',
  purpose: 'pin',
  resolved: 'python:3.13.5-slim-trixie',
  sameLayers: true,
  digestBefore: null,
  digestAfter: null,
  reason: 'it resolves',
  contents: null,
  ...over,
});
const digests = {
  written: { digest: A, isObserved: true },
  resolved: { digest: B, isObserved: false },
  reason: '',
};

function pinned(pin: Choices['pin'], bases: BaseResolution[], text = Dockerfile) {
  const setup = setupOf({ Dockerfile: text }, (facts) => ({ ...facts, bases }));
  const result = pinnedBase.apply({ ...setup, choices: { ...setup.choices, pin } }, 'pinned');
  return result.kind === 'not-needed'
    ? { base: null, told: result.reason }
    : {
        base: /FROM (\S+)/.exec(result.setup.files.get('Dockerfile') ?? '')?.[1],
        class: result.class,
        told: result.evidence.join('\n'),
      };
}

describe('--pin', () => {
  it('digest: the tag as written, and what it was built upon', () => {
    expect(pinned('digest', [answer({ digests })])).toMatchObject({
      base: `python:3.13-slim@${A}`,
      class: 'safe',
    });
  });

  it('both: the exact tag and its digest', () => {
    expect(pinned('both', [answer({ digests })])).toMatchObject({
      base: `python:3.13.5-slim-trixie@${B}`,
      class: 'needs-proof',
    });
  });

  it('both: an exact tag keeps its name', () => {
    const bases = [answer({ resolved: null, digests: { ...digests, resolved: null } })];
    expect(pinned('both', bases)).toMatchObject({ base: `python:3.13-slim@${A}`, class: 'safe' });
  });

  it('falls back to the tag and says so', () => {
    const none = { written: null, resolved: null, reason: 'nobody told' };
    const { base, told } = pinned('digest', [answer({ digests: none })]);
    expect(base).toBe('python:3.13.5-slim-trixie');
    expect(told).toContain('no digest: nobody told');
  });

  it('pins the slim variant that what ships stands on', () => {
    const bases = [
      answer({ reference: 'python:3.13', purpose: 'slim', resolved: 'python:3.13-slim', digests }),
    ];
    expect(pinned('tag', bases, 'FROM python:3.13-slim\n')).toEqual({
      base: null,
      told: 'python:3.13-slim: the slim base was taken by its exact name',
    });
    expect(pinned('digest', bases).base).toBe(`python:3.13-slim@${B}`);
    expect(pinned('tag', bases).base).toBeNull();
  });

  it('leaves a digest as it is', () => {
    const reference = `python:3.13-slim@${B}`;
    const bases = [answer({ reference, resolved: null, reason: 'it is pinned by its digest', digests })];
    expect(pinned('both', bases, `FROM ${reference}\n`)).toEqual({
      base: null,
      told: `${reference}: it is pinned by its digest`,
    });
  });
});

describe('updater', () => {
  const offered = (pin: Choices['pin'], over: Partial<ProjectFacts>, base = `python@${A}`) => {
    const project = {
      name: null,
      description: null,
      license: null,
      source: null,
      updater: null,
      updaterPlace: null,
    };
    const setup = setupOf({ Dockerfile: `FROM ${base}\n` }, (facts) => ({
      ...facts,
      project: { ...project, ...over },
    }));
    const result = updater.apply({ ...setup, choices: { ...setup.choices, pin } }, 'weekly');
    return result.kind === 'applied' ? [...result.setup.files].slice(1) : result.reason;
  };

  it('Dependabot where GitHub is', () => {
    expect(offered('both', { updaterPlace: '.github/dependabot.yml' })).toEqual([
      [
        '.github/dependabot.yml',
        'version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: "/"\n    schedule:\n      interval: weekly\n',
      ],
    ]);
  });

  it('Renovate elsewhere', () => {
    const [[path, text] = []] = offered('digest', { updaterPlace: 'renovate.json' }) as [string, string][];
    expect(path).toBe('renovate.json');
    expect(JSON.parse(text ?? '')).toMatchObject({ enabledManagers: ['dockerfile'], pinDigests: true });
  });

  it.each([
    ['tag', { updaterPlace: 'renovate.json' }, undefined, /by their tags/],
    ['both', { updaterPlace: 'renovate.json', updater: '.renovaterc' }, undefined, /\.renovaterc/],
    ['both', { updaterPlace: 'renovate.json' }, 'python:3.13', /no base has a digest/],
    ['both', { updaterPlace: null }, undefined, /shared/],
  ] as const)('none with %s %j', (pin, over, base, reason) =>
    expect(offered(pin, over, base)).toMatch(reason),
  );
});
