import { expect, it } from 'vitest';
import type { Facts, ImageFacts } from '../model/facts.ts';
import { NO_IMAGE } from '../model/image.fixture.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { runtimePackages } from './runtime-needs.ts';

const pkg = (name: string, ...depends: string[]) => ({ name, version: '1', auto: true, depends, step: null });

const IMAGE: ImageFacts = {
  ...NO_IMAGE,
  base: { ...NO_IMAGE.base, packages: ['libc6'] },
  steps: [
    {
      instruction: 2,
      bytes: 1,
      packages: [],
      trees: [],
      deleted: [],
      libraries: [
        { soname: 'libpq.so.5', neededBy: 'a.so', package: 'libpq5', inBase: false },
        { soname: 'libc.so.6', neededBy: 'a.so', package: 'libc6', inBase: true },
        { soname: 'libown.so', neededBy: 'a.so', package: null, inBase: false },
      ],
    },
  ],
  packages: [
    pkg('libc6'),
    pkg('libpq5'),
    pkg('gcc', 'cpp', 'libgomp1', 'libc6'),
    pkg('cpp', 'libmpc3'),
    pkg('libgomp1'),
    pkg('libmpc3'),
    pkg('libgl1'),
    pkg('libmagic1t64'),
  ],
};

const needs = (rung: Parameters<typeof runtimePackages>[3], image: ImageFacts | null, lines = '') =>
  runtimePackages(
    setupOf({ Dockerfile: `FROM a\n${lines}` }, (facts: Facts) => ({
      ...facts,
      image,
      source: { ...facts.source, libraries: ['magic', 'libGL.so.1', 'c'], commands: ['wget'] },
    })),
    ['gcc', 'libpq-dev', 'curl', 'wget', 'git', 'ffmpeg'],
    [2],
    rung,
  );

it('takes what the files want and the source opens, where that was observed', () => {
  expect(needs('by-evidence', IMAGE)).toEqual({
    packages: ['ffmpeg', 'libgl1', 'libmagic1t64', 'libpq5', 'wget'],
    left: ['gcc', 'libpq-dev', 'curl', 'git'],
    evidence: [
      'a.so needs libpq.so.5 from libpq5',
      'libGL.so.1 is opened by name: from libgl1',
      'magic is opened by name: from libmagic1t64',
    ],
  });
});

it('then also what the build packages depended on, compilers left out', () => {
  expect(needs('dependencies-kept', IMAGE)?.packages).toEqual([
    'ffmpeg',
    'libgl1',
    'libgomp1',
    'libmagic1t64',
    'libmpc3',
    'libpq5',
    'wget',
  ]);
});

it('then everything', () => expect(needs('all-packages', IMAGE)?.left).toEqual([]));

it('goes by the table where nothing was observed', () =>
  expect(needs('by-evidence', null)?.packages).toEqual(['ffmpeg', 'libpq5', 'wget']));

it('keeps a tool that the health check calls', () =>
  expect(needs('by-evidence', IMAGE, 'HEALTHCHECK CMD ["sh", "-c", "curl -f x"]\n')?.left).not.toContain(
    'curl',
  ));

it('knows what installed packages open and call by name', () => {
  const image = {
    ...IMAGE,
    pythonPackages: ['gitpython', 'weasyprint', 'rtree', 'wand'],
    packages: [
      ...IMAGE.packages,
      pkg('libpango-1.0-0'),
      pkg('libpangoft2-1.0-0'),
      pkg('libharfbuzz0b'),
      pkg('libharfbuzz-dev'),
      pkg('libspatialindex-c8'),
      pkg('libmagickwand-7.q16-10'),
    ],
  };
  const { packages = [], left = [] } = needs('by-evidence', image) ?? {};
  expect(left).not.toContain('git');
  expect(packages.filter((name) => /^(git|lib(pango|harf|spat|magickw))/.test(name))).toEqual([
    'git',
    'libharfbuzz0b',
    'libmagickwand-7.q16-10',
    'libpango-1.0-0',
    'libpangoft2-1.0-0',
    'libspatialindex-c8',
  ]);
});
