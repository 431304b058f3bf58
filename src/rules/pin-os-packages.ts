import { defineRule, packagesOf, type OsCall } from '../lint/index.ts';
import type { OsManager } from '../syntax/shell/index.ts';
import { listed, onOsCalls } from './installers/visits.ts';

/** How a version is asked for. */
const PIN: Readonly<Record<OsManager, string>> = {
  apt: 'name=1.2.3-1',
  apk: 'name=1.2.3-r0` or `name~1.2',
  yum: 'name-1.2.3',
  dnf: 'name-1.2.3',
  microdnf: 'name-1.2.3',
  tdnf: 'name-1.2.3',
  zypper: 'name=1.2.3',
  pacman: 'name=1.2.3',
};

const VARIANT: Readonly<Partial<Record<OsManager, string>>> = {
  apt: 'apt',
  apk: 'apk',
  yum: 'yum',
  dnf: 'dnf',
  microdnf: 'dnf',
  zypper: 'zypper',
};

export const pinOsPackages = defineRule({
  id: 'pin-os-packages',
  title: 'Ask for versions of system packages',
  why: 'Without a version, the same Dockerfile installs something else next month, and a layer from the cache hides it until then. But archives keep only the newest build of a package: a pin that nobody moves breaks the build as soon as there is an update. So this is for those who want builds that can be repeated, and who have a tool that moves the pins.',
  remedy:
    'Write the version behind the name, as coarse as the package manager allows (`curl=8.14.*`, `curl~8.14`); or pin the base image by digest and use a snapshot of the archive.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {
    hadolint: ['DL3008', 'DL3018', 'DL3033', 'DL3037', 'DL3041'],
    kics: [
      '965a08d7-ef86-4f14-8792-4a3b2098937e',
      'd3499f6d-1651-41bb-a9a7-de925fea487b',
      '6452c424-1d92-4deb-bb18-a03e95d579c4',
      '562952e4-0348-4dea-9826-44f3a2c6117b',
      '93d88cf7-f078-46a8-8ddc-178e03aeacf1',
    ],
  },
  variants: {
    apt: { aliases: { hadolint: ['DL3008'], kics: ['965a08d7-ef86-4f14-8792-4a3b2098937e'] } },
    apk: { aliases: { hadolint: ['DL3018'], kics: ['d3499f6d-1651-41bb-a9a7-de925fea487b'] } },
    yum: { aliases: { hadolint: ['DL3033'], kics: ['6452c424-1d92-4deb-bb18-a03e95d579c4'] } },
    zypper: { aliases: { hadolint: ['DL3037'], kics: ['562952e4-0348-4dea-9826-44f3a2c6117b'] } },
    dnf: { aliases: { hadolint: ['DL3041'], kics: ['93d88cf7-f078-46a8-8ddc-178e03aeacf1'] } },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#version-pinning'],

  commands: onOsCalls((call, { report }) => {
    const variant = VARIANT[call.manager];
    if (variant === undefined || call.action !== 'install' || call.verb === 'build-dep') return;
    const loose = packagesOf(call).filter(({ kind, version }) => kind === 'package' && version === null);
    const [first] = loose;
    if (first === undefined) return;
    report({
      at: first.word.range,
      variant,
      message: `${listed(loose.map(({ name, word }) => name ?? word.raw))} ${loose.length === 1 ? 'has' : 'have'} no version, so the next build may install another: write \`${pinOf(call)}\`, if something keeps the pins up to date.`,
    });
  }),

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y \\\n    curl=8.14.1-2 \\\n    git\n',
      lines: [4],
      variants: ['apt'],
    },
    { text: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n', lines: [2], variants: ['apk'] },
    { text: 'FROM rockylinux:9\nRUN yum install -y rpm-sign\n', lines: [2], variants: ['yum'] },
    { text: 'FROM fedora:42\nRUN dnf module install -y nodejs\n', lines: [2], variants: ['dnf'] },
    { text: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl\n', lines: [2], variants: ['zypper'] },
    {
      text: 'FROM debian:13\nRUN PACKAGES="curl git" && apt-get install -y $PACKAGES\n',
      lines: [2],
    },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN apt-get install -y curl=8.14.1-2 ./tool.deb -t trixie-backports git/trixie-backports\n',
    },
    { text: 'FROM debian:13\nARG CURL=8.14.1-2\nRUN apt-get install -y curl=$CURL vim-\n' },
    { text: 'FROM alpine:3.22\nRUN apk add --virtual .build "gcc~14" make=4.4.1-r3 !git\n' },
    {
      text: 'FROM rockylinux:9\nRUN yum install -y openssl-1:1.1.1k && yum group install -y "Development Tools"\n',
    },
    { text: 'FROM debian:13\nRUN apt-get install -y $PACKAGES\n' },
  ],
});

const pinOf = (call: OsCall): string => (call.verb.startsWith('module') ? 'name:stream' : PIN[call.manager]);
