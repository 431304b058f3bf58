import {
  addWords,
  defineRule,
  deletionsIn,
  isDeletedAfter,
  isMounted,
  osCallsIn,
  runAfter,
  type Command,
  type DockerfileFacts,
  type InstructionFacts,
  type OsCall,
  type StageFacts,
} from '../lint/index.ts';
import { APT_ARCHIVES, APT_KEPT, OS_CACHES, type OsCache } from './installers/os-caches.ts';
import { bytesOf, told as sizeOf } from './image/told.ts';
import { placeOfCall } from './installers/visits.ts';

const HARMLESS = 'harmless';
const IN_IMAGES = ['apt', 'apk', 'dnf', 'zypper', 'tdnf', 'pacman'] as const;

export const cleanOsPackageCache = defineRule({
  id: 'clean-os-package-cache',
  title: "Leave no package manager's cache in the image",
  why: 'What a RUN writes stays in its layer for ever, even when a later step deletes it. Package lists and downloaded packages are of no use at run time and make every pull larger: the lists of Debian alone take about 20 MB.',
  remedy:
    'Delete the cache at the end of the same RUN, tell the package manager not to keep one (`apk add --no-cache`), or put the folder on a cache mount. Stages that are not shipped need nothing of that.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    hadolint: ['DL3009', 'DL3019', 'DL3032', 'DL3036', 'DL3040'],
    trivy: ['DS-0015', 'DS-0019', 'DS-0020', 'DS-0025', 'DS-0027'],
    kics: [
      'df746b39-6564-4fed-bf85-e9c44382303c',
      'ae9c56a6-3ed1-4ac0-9b54-31267f51151d',
      '00481784-25aa-4a55-8633-3136dfcf4f37',
      '38300d1a-feb2-4a48-936a-d1ef1cd24313',
      '295acb63-9246-4b21-b441-7c1f1fb62dc0',
    ],
    dockle: ['DKL-DI-0004', 'DKL-DI-0005'],
  },
  variants: {
    apt: {
      aliases: {
        hadolint: ['DL3009'],
        kics: ['df746b39-6564-4fed-bf85-e9c44382303c'],
        dockle: ['DKL-DI-0005'],
      },
    },
    apk: {
      aliases: {
        hadolint: ['DL3019'],
        trivy: ['DS-0025'],
        kics: ['ae9c56a6-3ed1-4ac0-9b54-31267f51151d'],
        dockle: ['DKL-DI-0004'],
      },
    },
    yum: {
      aliases: {
        hadolint: ['DL3032'],
        trivy: ['DS-0015'],
        kics: ['00481784-25aa-4a55-8633-3136dfcf4f37'],
      },
    },
    zypper: {
      aliases: {
        hadolint: ['DL3036'],
        trivy: ['DS-0020'],
        kics: ['38300d1a-feb2-4a48-936a-d1ef1cd24313'],
      },
    },
    dnf: {
      aliases: {
        hadolint: ['DL3040'],
        trivy: ['DS-0019'],
        kics: ['295acb63-9246-4b21-b441-7c1f1fb62dc0'],
      },
    },
    microdnf: { aliases: { hadolint: ['DL3040'], trivy: ['DS-0027'] } },
    tdnf: { aliases: {} },
    pacman: { aliases: {} },
    // other tools report these too, though nothing stays in the shipped image
    'apt-harmless': { aliases: { kics: ['df746b39-6564-4fed-bf85-e9c44382303c'] }, recommended: false },
    'apk-harmless': {
      aliases: { hadolint: ['DL3019'], trivy: ['DS-0025'], kics: ['ae9c56a6-3ed1-4ac0-9b54-31267f51151d'] },
      recommended: false,
    },
    'yum-harmless': {
      aliases: { hadolint: ['DL3032'], trivy: ['DS-0015'], kics: ['00481784-25aa-4a55-8633-3136dfcf4f37'] },
      recommended: false,
    },
    'zypper-harmless': {
      aliases: { hadolint: ['DL3036'], trivy: ['DS-0020'], kics: ['38300d1a-feb2-4a48-936a-d1ef1cd24313'] },
      recommended: false,
    },
    'dnf-harmless': {
      aliases: { hadolint: ['DL3040'], trivy: ['DS-0019'], kics: ['295acb63-9246-4b21-b441-7c1f1fb62dc0'] },
      recommended: false,
    },
    'microdnf-harmless': { aliases: { hadolint: ['DL3040'], trivy: ['DS-0027'] }, recommended: false },
  },
  links: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],

  dockerfile(file, { report }) {
    let readers: ReadonlySet<StageFacts> | undefined;
    let isKept = false;
    let before: StageFacts | null = null;
    for (const instruction of file.instructions) {
      if (instruction.stage !== before) {
        before = instruction.stage;
        isKept = false;
      }
      if (instruction.keyword !== 'RUN') continue;
      isKept ||= deletionsIn(instruction).some(({ path }) => path.endsWith('/docker-clean'));
      for (const { call, isHarmless } of leftIn(instruction, isKept)) {
        const isArchive = call.manager === 'apt' && call.action !== 'update';
        const cache = isArchive ? APT_KEPT : OS_CACHES[call.manager];
        const name = `${call.program} ${call.verb}`;
        report({
          at: placeOfCall(call),
          variant: isHarmless ? `${call.manager}-${HARMLESS}` : call.manager,
          message: isHarmless
            ? `\`${name}\` leaves ${cache.what} behind, of which nothing stays in the shipped image; other linters ask all the same for \`${advice(call, cache)}\`.`
            : `\`${name}\` leaves ${cache.what} in this layer for good, whatever later steps delete: add \`${advice(call, cache)}\` to the same RUN, or mount a cache at \`${cache.folders[0] ?? ''}\`.`,
          fix: () => {
            if (isHarmless && call.manager === 'apt') return null;
            if (call.manager === 'apk') return addWords(call.command, call.verbWord, '--no-cache');
            readers ??= readersOf(file);
            const reads = instruction.stage !== null && readers.has(instruction.stage);
            const last = osCallsIn(instruction).findLast(({ manager }) => manager === call.manager);
            return last === undefined || (call.manager === 'apt' && !isArchive && reads)
              ? null
              : runAfter(last.command, cache.command);
          },
        });
      }
    }
  },

  image({ at, contents: { files } }, { report }) {
    const own = files.filter(({ inBase, owner }) => !inBase && owner === null);
    const told = new Set<string>();
    for (const manager of IN_IMAGES) {
      const { what, folders, command } = OS_CACHES[manager];
      const all = manager === 'apt' ? [...folders, ...APT_ARCHIVES] : folders;
      const left = own.filter(({ path }) => all.some((folder) => path.startsWith(`${folder}/`)));
      // managers that share a folder are told once
      if (bytesOf(left) === 0 || left.some(({ path }) => told.has(path))) continue;
      for (const { path } of left) told.add(path);
      report({
        at,
        variant: manager,
        message: `The image holds ${what} (\`${folders[0] ?? ''}\`, ${sizeOf(bytesOf(left))}), which are of no use at run time: add \`${command}\` to the step that writes them, or mount a cache there.`,
      });
    }
  },

  invalid: [
    {
      text: 'an image with package lists',
      image: {
        files: [
          {
            path: '/var/lib/apt/lists/deb.debian.org_debian_dists_trixie_main_binary-amd64_Packages',
            size: 2e7,
          },
          { path: '/var/cache/dnf/x', size: 9, inBase: true },
        ],
      },
      lines: [1],
      variants: ['apt'],
    },
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
      lines: [2],
      variants: ['apt'],
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      text: 'FROM debian:13\nRUN apt-get update \\\n && apt-get install -y curl \\\n && useradd app\n',
      lines: [2],
      fixed:
        'FROM debian:13\nRUN apt-get update \\\n && apt-get install -y curl \\\n && rm -rf /var/lib/apt/lists/* \\\n && useradd app\n',
    },
    {
      // the later step needs the lists: deleting them would break it
      text: 'FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      lines: [2],
    },
    {
      text: 'FROM alpine:3.22\nRUN apk add curl\n',
      lines: [2],
      variants: ['apk'],
      fixed: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
    },
    {
      text: 'FROM fedora:42\nRUN dnf clean all && dnf install -y curl\n',
      lines: [2],
      variants: ['dnf'],
      fixed: 'FROM fedora:42\nRUN dnf clean all && dnf install -y curl && dnf clean all\n',
    },
    {
      text: 'FROM alpine:3.22 AS build\nRUN apk add gcc\nFROM alpine:3.22\nCOPY --from=build /bin/true /bin/app\n',
      lines: [2],
      variants: ['apk-harmless'],
      fixed:
        'FROM alpine:3.22 AS build\nRUN apk add --no-cache gcc\nFROM alpine:3.22\nCOPY --from=build /bin/true /bin/app\n',
    },
    {
      text: 'FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:13\nCOPY --from=build /a /a\n',
      lines: [2],
      variants: ['apt-harmless'],
    },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      text: "FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -fr '/var/lib/apt/lists'\n",
    },
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && cd /var/lib && rm -rf apt dpkg\n',
    },
    {
      text: 'FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\n',
    },
    { text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && /usr/local/bin/cleanup.sh\n' },
    { text: 'FROM debian:13\nRUN apt-get update; apt-get install -y curl; apt-get dist-clean\n' },
    { text: 'FROM rockylinux:9\nRUN yum install -y curl && yum clean all\n' },
  ],
});

interface Left {
  call: OsCall;
  isHarmless: boolean;
}

const advice = (call: OsCall, cache: Pick<OsCache, 'command'>): string =>
  call.manager === 'apk' ? '--no-cache' : cache.command;

/** Of each manager the last call that leaves something, so that a RUN has one finding for each. */
function leftIn(instruction: InstructionFacts, keepsArchives: boolean): Left[] {
  const calls = osCallsIn(instruction);
  if (calls.length === 0) return [];
  const last = new Map<string, OsCall>();
  for (const call of calls) {
    const { fills, empties } = OS_CACHES[call.manager];
    if (fills(call)) last.set(call.manager, call);
    else if (empties(call)) last.delete(call.manager);
  }
  const shipped = instruction.place.isTrigger || (instruction.stage?.ships ?? true);
  const left = [...last.values()].flatMap((call): Left[] => {
    const { folders } = OS_CACHES[call.manager];
    if (isMounted(instruction, folders)) return [];
    const isGone = isDeletedAfter(call.command, folders) || isCleanedByScript(call.command);
    // hadolint and the others heed both for apt, and a clean-up for all but apk
    if (isGone && call.manager !== 'apk') return [];
    const isHarmless = isGone || !shipped;
    return isHarmless && /^(?:apt|tdnf|pacman)$/.test(call.manager) ? [] : [{ call, isHarmless }];
  });
  if (left.some(({ call }) => call.manager === 'apt')) return left;
  const archives = keepsArchives && shipped ? keptArchives(instruction, calls) : null;
  if (archives !== null) return [...left, { call: archives, isHarmless: false }];
  const uncleaned = uncleanedApt(instruction, calls);
  return uncleaned === null ? left : [...left, { call: uncleaned, isHarmless: true }];
}

/** KICS asks every step that installs for a clean-up, in stages that do not ship and without a refresh too. */
function uncleanedApt(instruction: InstructionFacts, calls: readonly OsCall[]): OsCall | null {
  const last = calls.findLast(({ manager, action }) => manager === 'apt' && action === 'install');
  if (last === undefined || isMounted(instruction, [...OS_CACHES.apt.folders, ...APT_ARCHIVES])) return null;
  const cleans =
    isCleanedByScript(last.command) ||
    instruction.commands.some(({ index, program }) => index > last.command.index && program === 'rm');
  return cleans ||
    calls.some(({ action, command }) => action === 'clean' && command.index > last.command.index)
    ? null
    : last;
}

/** A script of the project's own, whose name tells what it does. */
const isCleanedByScript = ({ index, instruction }: Command): boolean =>
  instruction.commands.some((other) => other.index > index && /clean/i.test(other.word?.raw ?? ''));

/** The last installation that leaves its archives, in an image where the hook that deletes them was taken away. */
function keptArchives(instruction: InstructionFacts, calls: readonly OsCall[]): OsCall | null {
  const apt = calls.filter(({ manager }) => manager === 'apt');
  const last = apt.findLast(({ action }) => action === 'install' || action === 'upgrade');
  if (last === undefined || isMounted(instruction, APT_ARCHIVES)) return null;
  const isEmptied = apt.some(({ verb, command }) => verb === 'clean' && command.index > last.command.index);
  return isEmptied || isDeletedAfter(last.command, APT_ARCHIVES) ? null : last;
}

/** Stages in which a step installs from the lists that an earlier step left. */
function readersOf(file: DockerfileFacts): ReadonlySet<StageFacts> {
  const found = new Set<StageFacts>();
  for (const instruction of file.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const apt = osCallsIn(instruction).filter(({ manager }) => manager === 'apt');
    const first = apt.find(({ action }) => action === 'install' || action === 'update');
    if (first?.action !== 'install') continue;
    for (let stage = instruction.stage; stage !== null && !found.has(stage); stage = stage.parent)
      found.add(stage);
  }
  return found;
}
