import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Facts } from '../model/facts.ts';
import { setupOf } from '../model/setup.fixture.ts';
import type { Setup } from '../model/setup.ts';
import { fold, planOf } from '../plan/fold.ts';
import { parseDockerfile } from '../syntax/dockerfile/index.ts';
import { improvements } from './index.ts';

/** Typical lines in an order that people write them; each may be there or not. */
const LINES = [
  'MAINTAINER Jo Do <jo@example.org>',
  'ARG VERSION=1',
  'ENV PIP_NO_CACHE_DIR off',
  'LABEL a=b',
  'ENV PYTHONUNBUFFERED=1 PORT=8000',
  'USER root',
  'WORKDIR /app',
  'RUN apt-get update',
  'RUN apt-get install -y gcc \\\n    libpq-dev \\\n    curl',
  'RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*',
  'RUN groupadd -r app && useradd -r -g app app',
  'COPY requirements.txt ./',
  'COPY . .',
  'RUN pip install --upgrade pip',
  'RUN pip3 install -r requirements.txt',
  'RUN <<EOF\npip install gunicorn\nEOF',
  'RUN python -m compileall .',
  'RUN pip install --no-cache-dir wheel && rm -rf /root/.cache',
  'COPY package.json package-lock.json ./',
  'RUN npm ci --omit=dev && npm cache clean --force',
  'RUN npm install -g pnpm@9',
  'RUN yarn install --frozen-lockfile \\\n    && yarn cache clean \\\n    && rm -rf /tmp/*',
  'RUN corepack enable && pnpm install --frozen-lockfile',
  'RUN npm run build',
  'RUN rm -rf ~/.npm',
  'RUN chown -R app:app /app',
  'FROM node:22-slim as Assets\nWORKDIR web\nRUN apt-get update && apt-get install -y git && apt-get clean\nADD package.json .\nRUN npm ci',
  'FROM python:3.13-slim\nWORKDIR /srv\nCOPY --from=0 /app /app',
  'EXPOSE 8000',
  'USER app',
  'HEALTHCHECK --interval=5s CMD curl -f http://localhost:8000/health || exit 1',
  'ENTRYPOINT ["/entry.sh"]',
  'CMD gunicorn --workers 2 -b 0.0.0.0:$PORT app:app',
  'CMD ["/usr/local/bin/gunicorn", "-w", "2", "app:app"]',
];

const observed = (base: Facts): Facts => ({
  ...base,
  run: {
    kind: 'server',
    ports: [8000],
    startMs: 1000,
    healthPath: '/health',
    healthStatus: 200,
    writes: [
      { path: '/app/data', holdsImageContent: true, bytes: 1 },
      { path: '/var/state', holdsImageContent: false, bytes: 1 },
    ],
    readOnlyWorks: true,
    peakMemory: 50_000_000,
  },
});

const setups = fc
  .record({
    base: fc.constantFrom('python:3.13-slim', 'python:3.13 AS web', 'python:3.13-alpine'),
    lines: fc.subarray(LINES),
    comments: fc.boolean(),
    crlf: fc.boolean(),
    endsInNewline: fc.boolean(),
    facts: fc.constantFrom(undefined, observed),
  })
  .map(({ base, lines, comments, crlf, endsInNewline, facts }) => {
    const commented = comments ? lines.flatMap((line, index) => [`# note ${index}`, line]) : lines;
    const text = [`FROM ${base}`, ...commented].join('\n') + (endsInNewline ? '\n' : '');
    const Dockerfile = crlf ? text.replaceAll('\n', '\r\n') : text;
    return setupOf({ Dockerfile, 'requirements.txt': 'flask\n', 'app.py': '', 'data/a': '' }, facts);
  });

const applyAll = (setup: Setup) => fold(setup, planOf(improvements)).setup;
const text = (setup: Setup) => setup.files.get('Dockerfile') ?? '';

it('gives Dockerfiles that parse, once and for all', () => {
  fc.assert(
    fc.property(setups, (setup) => {
      const once = applyAll(setup);
      expect(parseDockerfile(text(once)).problems).toEqual([]);
      expect(applyAll(once).files).toEqual(once.files);
    }),
    { numRuns: 200 },
  );
}, 180_000);

it('keeps one kind of line endings', () => {
  fc.assert(
    fc.property(setups, (setup) => {
      const [before, after] = [text(setup), text(applyAll(setup))];
      const strange = before.includes('\r\n') ? /[^\r]\n/ : /\r/;
      fc.pre(before.includes('\n'));
      expect(after).not.toMatch(strange);
    }),
  );
});

/** Lines that no change has a reason to touch. */
const UNTOUCHED = /^(ARG|ENV PYTHON|WORKDIR \/|EXPOSE|RUN python|COPY requirements|# note)/;

it('leaves what it has no reason to touch as it was', () => {
  fc.assert(
    fc.property(setups, (setup) => {
      const lines = text(applyAll(setup)).split(/\r?\n/);
      const kept = text(setup)
        .split(/\r?\n/)
        .filter(
          (line, index, all) =>
            UNTOUCHED.test(line) && !/^(RUN|CMD|ENV PIP|COPY \.)/.test(all[index + 1] ?? ''),
        );
      expect(lines).toEqual(expect.arrayContaining(kept));
    }),
  );
});
