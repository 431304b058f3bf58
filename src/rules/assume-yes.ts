import { addWords, assumesYes, defineRule, type OsCall } from '../lint/index.ts';
import type { OsManager } from '../syntax/shell/index.ts';
import { firstRun, isSetAt } from './installers/settings.ts';
import { onOsCalls, placeOfCall } from './installers/visits.ts';

const FLAG: Readonly<Partial<Record<OsManager, string>>> = {
  apt: '-y',
  yum: '-y',
  dnf: '-y',
  microdnf: '-y',
  tdnf: '-y',
  zypper: '-y',
  pacman: '--noconfirm',
};

const VARIANT: Readonly<Partial<Record<OsManager, string>>> = {
  apt: 'apt',
  yum: 'yum',
  dnf: 'dnf',
  microdnf: 'dnf',
  zypper: 'zypper',
};

export const assumeYes = defineRule({
  id: 'assume-yes',
  title: 'Answer yes for the package manager',
  why: 'Nobody answers questions in a build. As soon as more is to be installed than was named, the package manager asks, gets no answer, and the build fails; whether it does depends on the base image of the day.',
  remedy: "Give the package manager's option for unattended runs.",
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    hadolint: ['DL3014', 'DL3030', 'DL3034', 'DL3038'],
    trivy: ['DS-0021'],
    kics: [
      '77783205-c4ca-4f80-bb80-c777f267c547',
      '6e19193a-8753-436d-8a09-76dcff91bb03',
      '45e1fca5-f90e-465d-825f-c2cb63fa3944',
      '7ebd323c-31b7-4e5b-b26f-de5e9e477af8',
    ],
  },
  variants: {
    apt: {
      aliases: {
        hadolint: ['DL3014'],
        trivy: ['DS-0021'],
        kics: ['77783205-c4ca-4f80-bb80-c777f267c547'],
      },
    },
    yum: { aliases: { hadolint: ['DL3030'], kics: ['6e19193a-8753-436d-8a09-76dcff91bb03'] } },
    zypper: { aliases: { hadolint: ['DL3034'], kics: ['45e1fca5-f90e-465d-825f-c2cb63fa3944'] } },
    dnf: { aliases: { hadolint: ['DL3038'], kics: ['7ebd323c-31b7-4e5b-b26f-de5e9e477af8'] } },
    // upgrades, removals and managers that the others don't look at
    more: { aliases: {} },
  },
  links: [
    'https://manpages.debian.org/apt-get',
    'https://docs.docker.com/build/building/best-practices/#apt-get',
  ],

  commands: onOsCalls((call, { report }) => {
    const flag = FLAG[call.manager];
    if (flag === undefined || call.verbWord === null || !asks(call) || assumesYes(call)) return;
    const { command } = call;
    if (command.shell.connector === '|' || isSetAt(command.instruction, saysYes)) return;
    report({
      at: placeOfCall(call),
      variant: (call.action === 'install' ? VARIANT[call.manager] : undefined) ?? 'more',
      message: `\`${call.program} ${call.verb}\` may stop to ask, and in a build nobody answers: add \`${flag}\`.`,
      fix: () => addWords(command, call.verbWord, flag),
    });
  }),

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -q curl\n',
      lines: [2],
      variants: ['apt'],
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install -y -q curl\n',
    },
    {
      text: 'FROM rockylinux:9\nRUN yum install curl && dnf module install nodejs:22\n',
      lines: [2, 2],
      variants: ['yum', 'dnf'],
      fixed: 'FROM rockylinux:9\nRUN yum install -y curl && dnf module install -y nodejs:22\n',
    },
    {
      text: 'FROM opensuse/leap:15.6\nRUN zypper in curl\n',
      lines: [2],
      variants: ['zypper'],
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper in -y curl\n',
    },
    {
      text: 'FROM debian:13\nRUN apt-get purge gcc\n',
      lines: [2],
      variants: ['more'],
      fixed: 'FROM debian:13\nRUN apt-get purge -y gcc\n',
    },
    { text: 'FROM debian:13\nRUN ["apt-get", "install", "curl"]\n', lines: [2] },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN apt-get -yqq install curl && apt-get install -qq git && apt-get install -q=2 vim\n',
    },
    { text: 'FROM debian:13\nRUN apt-get -o APT::Get::Assume-Yes=true install curl\n' },
    { text: 'FROM debian:13\nRUN yes | apt-get install curl\n' },
    { text: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl\n' },
    { text: 'FROM alpine:3.22\nRUN apk add curl\n' },
    { text: 'FROM archlinux:base\nRUN pacman -Syu --noconfirm curl\n' },
  ],
});

const asks = ({ action, manager, verb }: OsCall): boolean =>
  action === 'install' ||
  action === 'remove' ||
  (action === 'upgrade' && !(manager === 'yum' && verb.startsWith('check')));

/** A file of settings that says yes for all that follows. */
const saysYes = firstRun(({ node }) => /assume-?yes/i.test(node.argument) && /\.conf\b/.test(node.argument));
