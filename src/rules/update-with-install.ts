import {
  defineRule,
  isMounted,
  osCallsIn,
  type DockerfileFacts,
  type InstructionFacts,
  type OsCall,
} from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';
import { OS_CACHES } from './installers/os-caches.ts';
import { placeOfCall } from './installers/visits.ts';

export const updateWithInstall = defineRule({
  id: 'update-with-install',
  title: 'Refresh the package index in the RUN that installs',
  why: 'A RUN that only refreshes the index is taken from the cache as long as it stays the same. A package that is added below is then looked for in an index of months ago: old versions are installed, or the build fails because the archive no longer has them.',
  remedy: 'Join both with `&&` in one RUN, and clean up there as well.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 1,
  aliases: {
    trivy: ['DS-0017'],
    kics: ['9bae49be-0aa3-4de5-bab2-4c3a069e40cd'],
    checkov: ['CKV_DOCKER_5'],
    dockle: ['CIS-DI-0007'],
    cis: ['4.7'],
  },
  variants: {
    index: {
      aliases: {
        trivy: ['DS-0017'],
        kics: ['9bae49be-0aa3-4de5-bab2-4c3a069e40cd'],
        checkov: ['CKV_DOCKER_5'],
        dockle: ['CIS-DI-0007'],
        cis: ['4.7'],
      },
    },
    // `update` of yum, dnf and zypper installs newer packages: there is no index that goes stale
    upgrade: {
      aliases: {
        trivy: ['DS-0017'],
        kics: ['9bae49be-0aa3-4de5-bab2-4c3a069e40cd'],
        checkov: ['CKV_DOCKER_5'],
      },
      recommended: false,
    },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#apt-get'],

  dockerfile(file, { report }) {
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const found = unfollowed(instruction);
      if (found === null) continue;
      const isIndex = found.action === 'update';
      report({
        at: placeOfCall(found),
        variant: isIndex ? 'index' : 'upgrade',
        message: isIndex
          ? `\`${found.program} ${found.verb}\` has no installation behind it in this RUN, so later steps use its index out of the cache however old it is: join it with them in one RUN.`
          : `\`${found.program} ${found.verb}\` stands in a RUN of its own, which the cache repeats however old it is: use a newer base image, or join it with the installation.`,
        fix: () => (isIndex ? joined(file, instruction, found) : null),
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl\n',
      lines: [2],
      variants: ['index'],
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
    },
    {
      text: 'FROM alpine:3.22\nRUN apk update && adduser -D app\nRUN apk add curl\n',
      lines: [2],
      variants: ['index'],
    },
    { text: 'FROM fedora:42\nRUN dnf update -y\n', lines: [2], variants: ['upgrade'] },
    {
      // too late: what was installed came from the old index
      text: 'FROM debian:13\nRUN apt-get install -y curl && apt-get update\n',
      lines: [2],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n' },
    {
      text: 'FROM alpine:3.22\nRUN apk --update add curl && apk update --no-cache && apk upgrade --no-cache\n',
    },
    { text: 'FROM debian:13\nRUN apt-get update && ./install-dependencies.sh\n' },
    { text: 'FROM debian:13\nRUN update-locale LANG=C.UTF-8 && sbt update\n' },
    {
      text: 'FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl\n',
    },
  ],
});

/** The last refresh after which the RUN installs nothing with the same manager. */
function unfollowed(instruction: InstructionFacts): OsCall | null {
  const calls = osCallsIn(instruction);
  const last = calls.findLast(
    ({ action, verb, operands, manager }) =>
      action === 'update' || (/^up(?:date)?$/.test(verb) && manager !== 'apt' && operands.length === 0),
  );
  if (last === undefined || isMounted(instruction, OS_CACHES[last.manager].folders)) return null;
  const after = instruction.commands.filter(({ index }) => index > last.command.index);
  const isFollowed = calls.some(
    ({ manager, action, command }) =>
      manager === last.manager &&
      command.index > last.command.index &&
      (action === 'install' || action === 'upgrade' || action === 'other'),
  );
  return isFollowed || after.some(mayInstall) ? null : last;
}

/** Scripts and programs that install system packages themselves. */
const mayInstall = ({
  word,
  program,
  args,
}: {
  word: { raw: string } | null;
  program: string | null;
  args: readonly { raw: string }[];
}): boolean =>
  /^\.{0,2}\/|\.sh$/.test(word?.raw ?? '') ||
  /^(?:sh|bash|xargs|playwright|ansible-playbook|mk-build-deps|rosdep|install_packages|apt-fast|gdebi)$/.test(
    program ?? '',
  ) ||
  (/^(?:npx|npm|pnpm|yarn|python3?)$/.test(program ?? '') &&
    args.some(({ raw }) => /playwright|install-deps/.test(raw)));

/** Puts a refresh that is all its RUN does before the installation of the next RUN. */
function joined(file: DockerfileFacts, instruction: InstructionFacts, call: OsCall): Edit[] | null {
  const next = file.instructions[instruction.place.index + 1];
  if (next?.keyword !== 'RUN' || next.stage !== instruction.stage) return null;
  const { script } = call.command;
  const first = next.script?.list[0];
  if (script.list.length !== 1 || first === undefined || next.script?.complete !== true) return null;
  if (instruction.node.heredocs.length + next.node.heredocs.length > 0) return null;
  if (instruction.node.json !== null || next.node.json !== null) return null;
  if (instruction.node.flags.length + next.node.flags.length > 0) return null;
  const installs = osCallsIn(next).find(({ manager }) => manager === call.manager);
  if (installs?.action !== 'install') return null;
  const text = `${file.source.slice(call.command.shell.range.start, call.command.shell.range.end)} && `;
  return [
    { range: { start: instruction.node.range.start, end: next.node.range.start }, text: '' },
    { range: { start: first.range.start, end: first.range.start }, text },
  ];
}
