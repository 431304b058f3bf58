import {
  defineRule,
  languageCallsIn,
  osCallsIn,
  removeWords,
  type DockerfileFacts,
  type InstructionFacts,
  type LanguageCall,
} from '../lint/index.ts';
import { frontendHasMounts } from '../ecosystems/downloads/mounts.ts';
import { addFlag } from '../syntax/dockerfile/index.ts';
import type { Edit } from '../syntax/text.ts';
import {
  isCacheEmptied,
  isCacheMounted,
  LANGUAGE_CACHES,
  type LanguageCache,
} from './installers/language-caches.ts';
import { OS_CACHES } from './installers/os-caches.ts';
import { placeOfCall } from './installers/visits.ts';

export const packageCacheMounts = defineRule({
  id: 'package-cache-mounts',
  title: "Keep installers' downloads on a cache mount",
  why: 'When one dependency changes, the whole layer is built again, and without a mount everything is downloaded again with it. A cache mount is kept by the builder between builds and is not part of the image.',
  remedy:
    "Mount a cache at the installer's folder (`RUN --mount=type=cache,target=/root/.cache/pip …`) and leave out what switches the cache off or empties it. Caches that a CI service exports do not hold mounts: builders that start empty each time gain nothing.",
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {
    tally: [
      'tally/prefer-package-cache-mounts',
      'tally/js/node-gyp-cache-mounts',
      'tally/ruby/prefer-bundler-cache-mount',
    ],
  },
  variants: {
    language: { aliases: { tally: ['tally/prefer-package-cache-mounts', 'tally/js/node-gyp-cache-mounts'] } },
    bundler: { aliases: { tally: ['tally/ruby/prefer-bundler-cache-mount'] } },
    // system packages seldom change, and their mounts need a lock and another setting
    system: { aliases: { tally: ['tally/prefer-package-cache-mounts'] }, recommended: false },
  },
  links: [
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypecache',
  ],

  dockerfile(file, { report, wants }) {
    if (!frontendHasMounts(file.tree)) return;
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN' || instruction.place.isTrigger) continue;
      if (wants('system')) {
        const call = osCallsIn(instruction).find(({ action }) => action === 'install');
        const isMounted = instruction.mounts.some(({ type }) => type === 'cache' || type === 'tmpfs');
        if (call !== undefined && !isMounted)
          report({
            at: placeOfCall(call),
            variant: 'system',
            message: `\`${call.program} ${call.verb}\` downloads everything again whenever this layer is rebuilt: mount a cache at \`${OS_CACHES[call.manager].folders[0] ?? ''}\`.`,
          });
      }
      for (const call of unmountedIn(instruction)) {
        const cache = LANGUAGE_CACHES[call.tool];
        if (cache === undefined) continue;
        const target = targetOf(call, cache);
        report({
          at: placeOfCall(call),
          variant: call.tool === 'bundle' ? 'bundler' : 'language',
          message: `\`${`${call.tool} ${call.verb}`.trim()}\` downloads everything again whenever this layer is rebuilt: mount a cache at \`${target}\`.`,
          fix: () => mounted(file, call, cache, target),
        });
      }
    }
  },

  invalid: [
    {
      text: 'FROM python:3.13\nRUN pip install --no-cache-dir -r requirements.txt\n',
      lines: [2],
      variants: ['language'],
      fixed:
        'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
    },
    {
      text: 'FROM node:24\nRUN npm ci\n',
      lines: [2],
      fixed: 'FROM node:24\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
    },
    { text: 'FROM node:24\nRUN npm ci && npm cache clean --force\n', lines: [2] },
    { text: 'FROM ruby:3.4\nRUN bundle install\n', lines: [2], variants: ['bundler'] },
    { text: 'FROM node:24\nUSER node\nRUN npm ci\n', lines: [3] },
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
      lines: [2],
      variants: ['system'],
    },
  ],
  valid: [
    {
      text: 'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
    },
    {
      text: 'FROM golang:1.25\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build ./...\n',
    },
    { text: 'FROM node:24\nRUN npm run build && npm --version\n' },
  ],
});

/** Of each tool the first call that fetches something and has no mount. */
function unmountedIn(instruction: InstructionFacts): LanguageCall[] {
  const first = new Map<string, LanguageCall>();
  for (const call of languageCallsIn(instruction)) {
    const fetches =
      call.action === 'install' ||
      call.action === 'add' ||
      (call.action === 'build' && (call.tool === 'go' || call.tool === 'cargo'));
    const cache = LANGUAGE_CACHES[call.tool];
    if (!fetches || cache === undefined || first.has(call.tool) || isOffline(call)) continue;
    first.set(call.tool, call);
  }
  return [...first.values()].filter((call) => {
    const cache = LANGUAGE_CACHES[call.tool];
    return cache !== undefined && !isCacheMounted(call, cache);
  });
}

const isOffline = ({ options }: LanguageCall): boolean =>
  options.some(({ name }) => /^--(?:offline|no-index|local|version|help|prefer-offline)$/.test(name));

/** The folder that is mounted for the user who runs the step. */
function targetOf({ command, tool }: LanguageCall, { folders }: LanguageCache): string {
  const { user } = command.instruction.place;
  const isRoot = user === null || /^(?:root|0)(?::|$)/.test(user);
  const folder = tool === 'yarn' && isRoot ? '/usr/local/share/.cache/yarn' : (folders[0] ?? '');
  return folder.replace(/^~/, isRoot ? '/root' : `/home/${user.replace(/:.*/, '')}`);
}

function mounted(
  file: DockerfileFacts,
  call: LanguageCall,
  cache: LanguageCache,
  target: string,
): readonly Edit[] | null {
  const { command } = call;
  const { instruction } = command;
  const { user } = instruction.place;
  const isRoot = user === null || /^(?:root|0)(?::|$)/.test(user);
  const isCleaned = isCacheEmptied(call, cache) || file.isFragment;
  // what a bundle or a Go module cache holds is needed in the image, or by later steps
  if (!isRoot || isCleaned || call.tool === 'bundle' || call.tool === 'go' || call.tool === 'cargo')
    return null;
  const off = call.options.find(({ name }) => cache.off?.options.includes(name) === true);
  const removed = off === undefined ? [] : removeWords(command, off.range);
  return removed === null
    ? null
    : [...addFlag(instruction.node, 'mount', `type=cache,target=${target}`), ...removed];
}
