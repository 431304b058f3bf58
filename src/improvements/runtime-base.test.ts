import { describe, expect, it } from 'vitest';
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

describe('a stage that is built in itself', () => {
  const inPlace = (lines: string, facts = observed, files: Record<string, string> = {}) =>
    runtimeBase.apply(setupOf({ Dockerfile: `FROM python:3.13\n${lines}`, ...files }, facts), 'slim');
  const textOf = (...args: Parameters<typeof inPlace>) => {
    const applied = inPlace(...args);
    return applied.kind === 'applied' ? applied.setup.files.get('Dockerfile') : applied.reason;
  };
  const START = 'CMD ["python3", "a.py"]\n';
  const SLIM = 'FROM python:3.13-slim\n';
  const withImage =
    (image: Partial<NonNullable<Facts['image']>>, contents = true) =>
    (base: Facts) => {
      const facts = observed(base);
      return {
        ...facts,
        bases: facts.bases.map((one) => (contents ? one : { ...one, contents: null })),
        image: facts.image && { ...facts.image, ...image },
      };
    };

  it.each([
    ['uv', 'RUN uv sync --locked\n'],
    ['Poetry', 'RUN pip install poetry && poetry install --only main\n'],
    ['a script', 'COPY a.py .\n'],
  ])('stands on the slim base: %s', (_, lines) => expect(textOf(lines + START)).toBe(SLIM + lines + START));

  it('gets what it fetches with, and the certificates for it', () => {
    const base = { ...NO_IMAGE.base, commands: ['curl', 'git', 'python3'], packages: ['ca-certificates'] };
    expect(textOf(`RUN curl -O https://x\n${START}`, withImage({ base }))).toContain(
      `${SLIM}RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ca-certificates`,
    );
    expect(
      textOf(`RUN uv sync\n${START}`, withImage({ base }), { 'pyproject.toml': 'x = { git = "https://x" }' }),
    ).toMatch(/\bgit\b/);
  });

  it.each<[string, RegExp, string, ReturnType<typeof withImage>]>([
    ['its steps compile', /calls make/, `RUN make\n${START}`, observed],
    [
      'they fetch before packages are installed',
      /before it installs/,
      `RUN curl x && apt-get update && apt-get install -y y\n${START}`,
      observed,
    ],
    ['others are to stand on it', /others stand on it/, `ONBUILD RUN x\n${START}`, observed],
    ['it starts nothing', /starts nothing/, 'RUN uv sync\n', observed],
    ['somebody works in it', /starts nothing/, 'RUN uv sync\nCMD ["bash"]\n', observed],
    ['it waits for somebody', /starts nothing/, 'RUN uv sync\nCMD sleep infinity\n', observed],
    [
      'what the slim base lacks is known by its name',
      /calls hg/,
      `RUN git clone x && hg clone y\n${START}`,
      withImage({}, false),
    ],
    [
      'what it installs was compiled in it',
      /libpq5 of the full base/,
      `RUN uv sync\n${START}`,
      withImage({
        steps: [
          {
            instruction: 1,
            bytes: 1,
            packages: [],
            trees: [],
            deleted: [],
            libraries: [
              { soname: 'libpq.so.5', neededBy: '/v/_psycopg.so', package: 'libpq5', inBase: true },
            ],
          },
        ],
      }),
    ],
  ])('keeps the full base where %s', (_, reason, lines, facts) =>
    expect(inPlace(lines, facts)).toMatchObject({
      kind: 'not-needed',
      reason: expect.stringMatching(reason) as string,
    }),
  );

  it('does not take a stage that brings an init for a builder', () => {
    const before =
      'FROM python:3.13 AS init\nRUN apt-get update && apt-get install -y dumb-init\nFROM python:3.13\nCOPY --from=init /usr/bin/dumb-init /usr/bin/dumb-init\nRUN pip install x\n';
    expect(
      runtimeBase.apply(
        setupOf({ Dockerfile: before + START }, (facts) => withImage({})(facts)),
        'slim',
      ),
    ).toMatchObject({
      kind: 'applied',
      evidence: expect.arrayContaining(['its steps call nothing that only the full base has']) as string[],
    });
  });
});
