import { defineRule, replaceWord } from '../lint/index.ts';
import { onOsCalls } from './installers/visits.ts';

/** What each command of apt is elsewhere; those that are not here are apt's own. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...'update upgrade install reinstall remove purge autoremove autopurge clean autoclean build-dep source download'
    .split(' ')
    .map((verb): [string, string] => [verb, 'apt-get']),
  ...'show search policy depends rdepends showsrc'
    .split(' ')
    .map((verb): [string, string] => [verb, 'apt-cache']),
]);

export const useAptGet = defineRule({
  id: 'use-apt-get',
  title: 'apt-get in scripts, not apt',
  why: 'apt is made for people at a terminal: its manual says that its behaviour may change between versions, and it warns about its unstable interface in every build log. apt-get and apt-cache keep theirs.',
  remedy: 'Write apt-get to install, update and clean up, apt-cache to search.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    hadolint: ['DL3027'],
    kics: ['b84a0b47-2e99-4c9f-8933-98bcabe2b94d'],
    checkov: ['CKV_DOCKER_9'],
  },
  links: ['https://manpages.debian.org/apt.8#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS'],

  commands: onOsCalls(({ program, command, verb }, { report }) => {
    if (program !== 'apt' || command.word === null) return;
    const { word } = command;
    const instead = ELSEWHERE.get(verb);
    report({
      at: word.range,
      message: `\`apt\` is for people at a terminal, and its interface may change: in a build write \`${instead ?? 'apt-get'}${instead === undefined ? '` or `apt-cache' : ` ${verb}`}\`.`,
      fix: () =>
        instead === undefined ? null : replaceWord(command, word, word.raw.replace(/apt$/, instead)),
    });
  }),

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt update && apt install -y curl\n',
      lines: [2, 2],
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
    },
    {
      text: 'FROM debian:13\nRUN sudo apt show curl\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN sudo apt-cache show curl\n',
    },
    { text: 'FROM debian:13\nRUN apt list --installed\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n' },
    { text: 'FROM debian:13\nRUN rm -rf /etc/apt /var/lib/apt && echo "apt install"\n' },
  ],
});
