import { addWords, aptSetting, defineRule } from '../lint/index.ts';
import { hasOption } from '../syntax/shell/index.ts';
import { firstRun, isSetAt } from './installers/settings.ts';
import { onOsCalls, placeOfCall } from './installers/visits.ts';

const FLAGS = [
  '--no-install-recommends',
  '--without-recommends',
  '--install-recommends',
  '--with-recommends',
  '-R',
];

export const noRecommendedPackages = defineRule({
  id: 'no-recommended-packages',
  title: 'Install only the packages that are asked for',
  why: 'apt installs what packages recommend along with them: documentation, fonts, drivers, whole desktops. That may be hundreds of megabytes (`npm` of Debian takes 246 MB without and 1056 MB with them), each of which has to be pulled, scanned and kept up to date.',
  remedy:
    'Add `--no-install-recommends`, and name what is really needed of the recommended packages, such as `ca-certificates` beside `curl`.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 1,
  aliases: {
    hadolint: ['DL3015'],
    trivy: ['DS-0029'],
    kics: ['7384dfb2-fcd1-4fbf-91cd-6c44c318c33c'],
  },
  links: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://manpages.debian.org/apt-get',
  ],

  commands: onOsCalls((call, { report }) => {
    const { manager, action, options, command, verb } = call;
    if (manager !== 'apt' || action !== 'install' || hasOption(options, ...FLAGS)) return;
    if (aptSetting(options, 'apt::install-recommends') !== null || isSetAt(command.instruction, isDecided))
      return;
    report({
      at: placeOfCall(call),
      message: `\`${call.program} ${verb}\` also installs what the packages only recommend: add \`--no-install-recommends\`, and name what is needed of it.`,
      fix: () => addWords(command, call.verbWord, '--no-install-recommends'),
    });
  }),

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install --no-install-recommends -y curl\n',
    },
    {
      text: 'FROM debian:13\nRUN apt -y install \\\n    curl\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN apt -y install --no-install-recommends \\\n    curl\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get install -y curl --no-install-recommends\n' },
    { text: 'FROM debian:13\nRUN apt-get -o APT::Install-Recommends=false install -y curl\n' },
    {
      text: `FROM debian:13\nRUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/01lean\nRUN apt-get install -y curl\n`,
    },
    { text: 'FROM debian:13\nRUN apt-get install -y --install-recommends winehq-stable\n' },
    { text: 'FROM fedora:42\nRUN dnf install -y curl\n' },
  ],
});

/** A file of settings that decides it for all that follows. */
const isDecided = firstRun(
  ({ node }) => /Install-Recommends\b(?!=)/.test(node.argument) && node.argument.includes('apt.conf'),
);
