import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile } from '../model/setup.ts';
import { aptMounts } from '../ecosystems/downloads/apt-mounts.ts';
import { frontendHasMounts } from '../ecosystems/downloads/mounts.ts';
import { toolMounts } from '../ecosystems/downloads/tool-mounts.ts';
import { applyEdits } from '../syntax/text.ts';

export const cacheMounts: Change = {
  id: 'cache-mounts',
  title: 'Downloads kept between builds, outside of the image',
  why: 'When one dependency changes, all are downloaded again; a cache mount keeps what was downloaded on the build machine, and never in a layer.',
  class: 'needs-proof',
  rungs: ['all', 'without-os-packages'],
  examples: [
    {
      name: 'pip, whose cache was switched off',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python"]\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r requirements.txt\nCMD ["python"]\n',
      },
    },
    {
      name: 'npm, whose cache was emptied',
      before: {
        Dockerfile:
          'FROM node:22-slim\nCOPY package*.json ./\nRUN npm ci && npm cache clean --force\nCMD ["node", "."]\n',
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nCOPY package*.json ./\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci\nCMD ["node", "."]\n',
      },
    },
    {
      name: 'yarn and pnpm',
      before: {
        Dockerfile:
          'FROM node:22-slim AS one\nRUN yarn install --frozen-lockfile\nFROM node:22-slim\nRUN pnpm install --frozen-lockfile\n',
      },
      after: {
        Dockerfile:
          'FROM node:22-slim AS one\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked \\\n    yarn install --frozen-lockfile\nFROM node:22-slim\nRUN --mount=type=cache,target=/root/.local/share/pnpm/store,id=pnpm \\\n    pnpm install --frozen-lockfile\n',
      },
    },
    {
      name: 'apt in a builder; what ships keeps its clean-up',
      before: {
        Dockerfile:
          'FROM debian:13-slim AS builder\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nFROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*\n',
      },
      after: {
        Dockerfile:
          'FROM debian:13-slim AS builder\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean \\\n    && apt-get update && apt-get install -y gcc\nFROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*\n',
      },
    },
    {
      name: 'a user whose home is known',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nRUN useradd -m -u 1001 web\nUSER web\nENV PIP_NO_CACHE_DIR=1 A=b\nRUN pip install flask\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nRUN useradd -m -u 1001 web\nUSER web\nENV A=b\nRUN --mount=type=cache,target=/home/web/.cache/pip,uid=1001,gid=1001 \\\n    pip install flask\n',
      },
    },
    {
      name: 'a frontend that knows no mounts',
      before: {
        Dockerfile: '# syntax=docker/dockerfile:1.0\nFROM python:3.13-slim\nRUN pip install flask\n',
      },
      after: {},
    },
  ],

  apply(setup, rung) {
    if (!frontendHasMounts(dockerfileOf(setup)))
      return notNeeded('its `# syntax=` line names a frontend from before cache mounts');
    let current = setup;
    const evidence: string[] = [];
    const steps = rung === 'all' ? [toolMounts, aptMounts] : [toolMounts];
    for (const step of steps) {
      const tree = dockerfileOf(current);
      const found = step(current, tree);
      if (found.edits.length === 0) continue;
      current = withDockerfile(current, applyEdits(tree.source, found.edits));
      evidence.push(...found.evidence);
    }
    return current === setup
      ? notNeeded('no step downloads packages into a folder that is known and not mounted already')
      : applied(current, ...evidence);
  },
};
