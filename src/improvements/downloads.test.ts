import { describe, expect, it } from 'vitest';
import type { Change } from '../model/change.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { cacheMounts } from './cache-mounts.ts';
import { downloadCaches } from './download-caches.ts';
import { changedFiles } from './example.fixture.ts';
import { noRecommends } from './no-recommends.ts';

const FROM = 'FROM node:22-slim\n';

/** The Dockerfile after a change; null when it is not needed. */
const after = (change: Change, Dockerfile: string, files: Record<string, string> = {}): string | null =>
  changedFiles(change, setupOf({ Dockerfile, ...files }))['Dockerfile'] ?? null;

const PIP = '--mount=type=cache,target=/root/.cache/pip';
const NPM = '--mount=type=cache,target=/root/.npm';

describe('cache-mounts', () => {
  it.each([
    [
      'what works against the mount goes',
      'RUN pip install --no-cache -r a && \\\n    rm -rf /root/.cache/pip /tmp/x && pip cache purge\n',
      `RUN ${PIP} \\\n    pip install -r a && \\\n    rm -rf /tmp/x\n`,
    ],
    [
      'a whole folder of caches too',
      'RUN npm ci; npm cache clean -f; rm -rf ~/.cache "$HOME/.npm"\n',
      `RUN ${NPM} \\\n    npm ci\n`,
    ],
    [
      'also where the mount is there already',
      `RUN ${PIP} pip install --no-cache-dir a\n`,
      `RUN ${PIP} pip install a\n`,
    ],
    ['before a here-document', 'RUN <<EOF\nnpm ci\nEOF\n', `RUN ${NPM} <<EOF\nnpm ci\nEOF\n`],
    ['in a layout of its own', 'RUN \\\n  npm ci\n', `RUN ${NPM} \\\n  npm ci\n`],
    [
      'a step that only cleans up',
      'RUN npm ci\nRUN npm cache clean --force\n',
      `RUN ${NPM} \\\n    npm ci\n`,
    ],
    [
      'two tools in one step',
      'RUN npm i -g yarn && yarn --production\n',
      `RUN ${NPM} \\\n    --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked \\\n    npm i -g yarn && yarn --production\n`,
    ],
    [
      'folders that variables name',
      'ENV PNPM_HOME=/pnpm PIP_CACHE_DIR=/c\nRUN pnpm i && PIP_NO_CACHE_DIR=1 pip wheel a\n',
      'ENV PNPM_HOME=/pnpm PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c \\\n    --mount=type=cache,target=/pnpm/store,id=pnpm \\\n    pnpm i && pip wheel a\n',
    ],
    ['a variable of a stage below', 'ENV A=1 PIP_NO_CACHE_DIR=1 B=2\nFROM base\n', null],
  ])('%s', (_, before, expected) =>
    expect(after(cacheMounts, FROM + before)).toBe(expected === null ? null : FROM + expected),
  );

  it('takes the variable out of the stage below', () => {
    const text = 'FROM a AS base\nENV A=1 PIP_NO_CACHE_DIR=1\nFROM base\nRUN pip install a\n';
    expect(after(cacheMounts, text)).toBe(
      `FROM a AS base\nENV A=1\nFROM base\nRUN ${PIP} \\\n    pip install a\n`,
    );
  });

  it.each([
    ['a user whose home is not known', 'USER node\nRUN npm ci\n'],
    ['a folder that the command names', 'RUN pip install --cache-dir /x a && npm ci --cache=/y\n'],
    ['a folder that holds more', 'RUN npm ci && rm -rf /root\n'],
    ['a clean-up that something hangs on', 'RUN npm ci && (npm cache clean -f || true)\n'],
    ['the exec form', 'RUN ["npm", "ci"]\n'],
    ['what downloads nothing', 'RUN npm run build && yarn build && yarn --version && pip --version\n'],
    ['a mount of the folder above', 'RUN --mount=type=cache,target=/root/.cache pip install a\n'],
  ])('leaves %s', (_, lines) => expect(after(cacheMounts, FROM + lines)).toBeNull());

  it('leaves newer yarns', () => {
    expect(after(cacheMounts, `${FROM}RUN yarn install\n`, { '.yarnrc.yml': '' })).toBeNull();
  });

  const SHIPPED = 'FROM a\nCOPY --from=0 /x /x\n';
  it.each([
    [
      'lists that another step reads',
      'RUN apt-get update && apt-get install -y a\nRUN apt-get install -y b\n',
    ],
    ['an installation within a condition', 'RUN if true; then apt-get update && apt-get install a; fi\n'],
    [
      'a mount of its own',
      'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install a\n',
    ],
  ])('apt: leaves %s', (_, lines) => expect(after(cacheMounts, FROM + lines + SHIPPED)).toBeNull());

  it('apt: leaves a stage that the shipped one stands on', () => {
    const text = 'FROM debian AS base\nRUN apt-get update && apt-get install -y a\nFROM base\n';
    expect(after(cacheMounts, text)).toBeNull();
  });
});

describe('download-caches', () => {
  it.each([
    [
      'pip, however it is called',
      'RUN pip install a && python3 -m pip install -r b\n',
      'RUN pip install --no-cache-dir a && python3 -m pip install --no-cache-dir -r b\n',
    ],
    [
      'npm, in its layout',
      'RUN npm ci \\\n && x\n',
      'RUN npm ci \\\n && npm cache clean --force \\\n && x\n',
    ],
  ])('%s', (_, before, expected) => expect(after(downloadCaches, FROM + before)).toBe(FROM + expected));

  it.each([
    ['PIP_NO_CACHE_DIR', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install a\n'],
    ['pip that keeps none', 'RUN pip install --no-cache a && PIP_NO_CACHE_DIR=1 pip install b\n'],
    ['a cache mount', 'RUN --mount=type=cache,target=/root/.cache pip install a\n'],
    ['what is cleaned already', 'RUN npm ci && rm -rf /root/.npm\n'],
    ['what a builder leaves', 'RUN npm ci\nFROM b\n'],
  ])('leaves %s', (_, lines) => expect(after(downloadCaches, FROM + lines)).toBeNull());
});

describe('no-recommends', () => {
  it('keeps the layout of the list', () => {
    expect(after(noRecommends, `${FROM}RUN apt-get install -qq -y \\\n    git \\\n    vim\n`)).toBe(
      `${FROM}RUN apt-get install -qq -y --no-install-recommends \\\n    ca-certificates \\\n    git \\\n    vim\n`,
    );
  });

  it.each([
    ['a choice for them', 'RUN apt-get install --install-recommends a\n'],
    ['Alpine', 'RUN apk add a\n'],
    [
      'a setting in a file',
      "RUN echo 'APT::Install-Recommends 0;' > /etc/apt/apt.conf.d/9\nRUN apt install a\n",
    ],
  ])('leaves %s', (_, lines) => expect(after(noRecommends, FROM + lines)).toBeNull());
});
