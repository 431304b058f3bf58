import { expect, it } from 'vitest';
import type { Facts } from '../model/facts.ts';
import { NO_IMAGE } from '../model/image.fixture.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { runtimeBase } from './runtime-base.ts';

const observed = (facts: Facts): Facts => ({
  ...facts,
  bases: [
    {
      reference: 'python:3.13',
      purpose: 'slim',
      resolved: 'python:3.13-slim',
      sameLayers: false,
      digestBefore: null,
      digestAfter: null,
      reason: 'it is there',
      contents: { packages: [], commands: ['python3'] },
    },
  ],
  image: {
    ...NO_IMAGE,
    base: { ...NO_IMAGE.base, commands: ['curl', 'git', 'hg', 'python3', 'make'] },
  },
});

const result = (lines: string) =>
  runtimeBase.apply(
    setupOf(
      {
        Dockerfile: `FROM python:3.13 AS builder\nRUN make\nFROM python:3.13\n${lines}CMD ["python3", "a.py"]\n`,
      },
      observed,
    ),
    'slim',
  );

it.each([
  ['a health check', 'HEALTHCHECK CMD curl -f localhost\n', 'curl'],
  ['its own steps', 'RUN git clone x && curl y\n', 'curl git'],
])('installs the tools that %s calls and the slim base lacks', (_, lines, tools) => {
  const applied = result(lines);
  expect(applied.kind === 'applied' ? applied.setup.files.get('Dockerfile') : null).toMatch(
    new RegExp(`FROM python:3.13-slim\\n[^]*--no-install-recommends ${tools} `),
  );
});

it.each(['RUN make\n', 'HEALTHCHECK CMD hg status\n'])('leaves the full base to %j', (lines) => {
  expect(result(lines)).toMatchObject({
    kind: 'not-needed',
    reason: expect.stringMatching(/calls (make|hg), which the slim base lacks/) as string,
  });
});

it('does not take a stage that brings an init for a builder', () => {
  const Dockerfile =
    'FROM python:3.13 AS init\nRUN apt-get update && apt-get install -y dumb-init\nFROM python:3.13\nCOPY --from=init /usr/bin/dumb-init /usr/bin/dumb-init\nRUN pip install x\n';
  expect(runtimeBase.apply(setupOf({ Dockerfile }, observed), 'slim')).toMatchObject({
    kind: 'not-needed',
    reason: expect.stringContaining('in its own stage') as string,
  });
});
