import {
  aptSetting,
  argumentsOf,
  defineRule,
  osCallOf,
  removeWords,
  replaceWord,
  type Command,
  type OsCall,
  type RuleContext,
} from '../lint/index.ts';
import { hasOption, type Option, type OsManager } from '../syntax/shell/index.ts';
import { onOsCalls } from './installers/visits.ts';

/** Options that switch the check off, with the branch they belong to. */
const SWITCHES: Readonly<Partial<Record<OsManager, Readonly<Record<string, string>>>>> = {
  apk: { '--allow-untrusted': 'apk' },
  apt: {
    '--allow-unauthenticated': 'apt',
    '--allow-insecure-repositories': 'apt',
    '--force-yes': 'apt-force-yes',
    '--allow-untrusted': 'apt',
  },
  yum: { '--nogpgcheck': 'yum', '--no-gpgchecks': 'yum' },
  dnf: { '--nogpgcheck': 'yum', '--no-gpgchecks': 'yum' },
  microdnf: { '--nogpgcheck': 'yum', '--no-gpgchecks': 'yum' },
  tdnf: { '--nogpgcheck': 'yum' },
  zypper: { '--no-gpg-checks': 'more', '--allow-unsigned-rpm': 'more' },
};

const APT_SETTINGS = [
  'apt::get::allowunauthenticated',
  'acquire::allowinsecurerepositories',
  'acquire::check-valid-until::never',
];

export const verifyPackageSignatures = defineRule({
  id: 'verify-package-signatures',
  title: "Let package managers check their packages' signatures",
  why: 'The signature is what makes a package the one that the distribution built. Without the check, whoever stands between the build and the mirror, or owns the mirror, runs code as root in the build and in every container.',
  remedy:
    'Remove the switch, and add the repository with its key (`signed-by=` for apt, `rpm --import`, `/etc/apk/keys`).',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 8,
  aliases: {
    checkov: ['CKV2_DOCKER_7', 'CKV2_DOCKER_8', 'CKV2_DOCKER_9', 'CKV2_DOCKER_10', 'CKV2_DOCKER_11'],
    dockle: ['CIS-DI-0011'],
    cis: ['4.11'],
  },
  variants: {
    apk: { aliases: { checkov: ['CKV2_DOCKER_7'], dockle: ['CIS-DI-0011'], cis: ['4.11'] } },
    apt: { aliases: { checkov: ['CKV2_DOCKER_8'], dockle: ['CIS-DI-0011'], cis: ['4.11'] } },
    'apt-force-yes': { aliases: { checkov: ['CKV2_DOCKER_11'], dockle: ['CIS-DI-0011'], cis: ['4.11'] } },
    yum: { aliases: { checkov: ['CKV2_DOCKER_9'], dockle: ['CIS-DI-0011'], cis: ['4.11'] } },
    rpm: { aliases: { checkov: ['CKV2_DOCKER_10'], dockle: ['CIS-DI-0011'], cis: ['4.11'] } },
    more: { aliases: { dockle: ['CIS-DI-0011'], cis: ['4.11'] } },
  },
  links: [
    'https://manpages.debian.org/apt-secure',
    'https://docs.docker.com/build/building/best-practices/#apt-get',
  ],

  commands: {
    ...onOsCalls((call, context) => {
      const switches = SWITCHES[call.manager] ?? {};
      for (const option of call.options) {
        const variant = switches[option.name];
        if (variant !== undefined) tell(call.command, option, variant, call, context);
        else if (
          /^--(?:setopt|config-option)$/.test(option.name) &&
          /gpgcheck=(?:0|false|no)\b/i.test(option.value ?? '')
        )
          tell(call.command, option, 'yum', call, context);
      }
      for (const name of APT_SETTINGS) {
        const option = call.options.find(({ value }) => value?.toLowerCase().startsWith(`${name}=`));
        if (option !== undefined && aptSetting(call.options, name) === true)
          tell(call.command, option, 'apt', call, context);
      }
    }),
    rpm(command, context) {
      for (const option of argumentsOf(command, RPM).options)
        if (/^--no(?:signature|digest|gpg|verify|filedigest)$/.test(option.name))
          tell(command, option, 'rpm', null, context);
    },
    // [trusted=yes] in a line that goes to apt's sources
    echo: trustedSource,
    printf: trustedSource,
  },

  invalid: [
    {
      text: 'FROM alpine:3.22\nRUN apk add --no-cache --allow-untrusted ./tool.apk\n',
      lines: [2],
      variants: ['apk'],
      fixed: 'FROM alpine:3.22\nRUN apk add --no-cache ./tool.apk\n',
    },
    {
      text: 'FROM debian:13\nRUN apt-get install -y \\\n    --allow-unauthenticated \\\n    curl\n',
      lines: [3],
      variants: ['apt'],
      fixed: 'FROM debian:13\nRUN apt-get install -y \\\n    curl\n',
    },
    {
      text: 'FROM debian:13\nRUN apt-get --force-yes install curl\n',
      lines: [2],
      variants: ['apt-force-yes'],
      fixed: 'FROM debian:13\nRUN apt-get -y install curl\n',
    },
    {
      text: 'FROM rockylinux:9\nRUN dnf install -y --nogpgcheck curl && rpm -i --nosignature a.rpm\n',
      lines: [2, 2],
      variants: ['yum', 'rpm'],
      fixed: 'FROM rockylinux:9\nRUN dnf install -y curl && rpm -i a.rpm\n',
    },
    {
      text: 'FROM debian:13\nRUN echo "deb [trusted=yes] https://example.com/apt ./" > /etc/apt/sources.list.d/x.list\n',
      lines: [2],
      variants: ['apt'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get install -y curl && echo "--force-yes"\n' },
    { text: 'FROM alpine:3.22\nRUN apk add a | grep "--allow-untrusted"\n' },
    { text: 'FROM rockylinux:9\nRUN rpm --import https://example.com/key && dnf install -y curl\n' },
  ],
});

const RPM = { letters: 'Dr', names: ['define', 'root', 'dbpath', 'prefix', 'relocate'] };

function tell(
  command: Command,
  option: Option,
  variant: string,
  call: OsCall | null,
  { report }: RuleContext,
): void {
  const name = option.value === null ? option.name : `${option.name} ${option.value}`;
  report({
    at: option.range,
    variant,
    message: `\`${name}\` makes ${command.program ?? 'the package manager'} install packages that nobody vouches for, with root's rights: leave it out, and add the key of the repository instead.`,
    fix: () => {
      const needsYes =
        option.name === '--force-yes' &&
        call !== null &&
        !hasOption(call.options, '-y', '--yes', '--assume-yes');
      return needsYes ? replaceWord(command, option, '-y') : removeWords(command, option.range);
    },
  });
}

function trustedSource(command: Command, { report }: RuleContext): void {
  const word = command.args.find(({ raw }) =>
    /\bdeb(?:-src)?\b[^[]*\[[^\]]*\btrusted=(?:yes|true|1)\b/i.test(raw),
  );
  if (word === undefined || osCallOf(command) !== null) return;
  report({
    at: word.range,
    variant: 'apt',
    message:
      "`trusted=yes` makes apt take this repository's packages without a signature: give the repository's key with `signed-by=` instead.",
  });
}
