import { defineRule, dropCommand, osCallsIn, type InstructionFacts, type OsCall } from '../lint/index.ts';
import { onOsCalls, placeOfCall } from './installers/visits.ts';

/** Upgrades that may also take packages away and move to another release. */
const WHOLE = /^(?:dist-upgrade|full-upgrade|dup)$/;

export const noSystemUpgrade = defineRule({
  id: 'no-system-upgrade',
  title: 'No upgrade of the whole system in a build',
  why: 'An upgrade installs whatever the archive holds on the day, so that two builds of the same Dockerfile differ; every replaced file is stored twice, in the base and in the new layer; and while the layer is in the cache the upgrade does not happen at all. A newer base image brings the same updates, smaller and the same for everybody.',
  remedy:
    'Use a newer base image and rebuild regularly (`--pull --no-cache`); upgrade single packages by name where one fix cannot wait.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3035'], trivy: ['DS-0024'], dockle: ['DKL-DI-0003'] },
  variants: {
    zypper: { aliases: { hadolint: ['DL3035'] } },
    apt: { aliases: { trivy: ['DS-0024'], dockle: ['DKL-DI-0003'] } },
    // within the release: many do it on purpose, for the fixes that the base does not have yet
    upgrade: { aliases: {}, severity: 'info' },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],

  commands: onOsCalls((call, { report }) => {
    const { manager, action, verb } = call;
    if (action !== 'upgrade' || call.operands.length > 0) return;
    const isWhole = WHOLE.test(verb);
    report({
      at: placeOfCall(call),
      variant: isWhole && (manager === 'apt' || manager === 'zypper') ? manager : 'upgrade',
      message: `\`${call.program} ${verb}\` upgrades ${isWhole ? 'the whole distribution' : 'every package of the base image'}, so builds differ from day to day and the replaced files stay in the layers below: use a newer base image instead.`,
      fix: () => (isNeeded(call) ? null : dropCommand(call.command)),
    });
  }),

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get -y dist-upgrade && apt-get install -y curl\n',
      lines: [2],
      variants: ['apt'],
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
    },
    { text: 'FROM opensuse/leap:15.6\nRUN zypper dup -y\n', lines: [2], variants: ['zypper'] },
    {
      text: 'FROM alpine:3.22\nRUN apk upgrade --no-cache && apk add --no-cache curl\n',
      lines: [2],
      variants: ['upgrade'],
      fixed: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
    },
    // without it nothing would be left but the refreshed lists
    { text: 'FROM debian:13\nRUN apt-get update && apt-get upgrade -y\n', lines: [2], variants: ['upgrade'] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get update && apt-get install -y --only-upgrade openssl\n' },
    { text: 'FROM rockylinux:9\nRUN yum update -y openssl && yum clean all\n' },
    { text: 'FROM alpine:3.22\nRUN apk add --no-cache --upgrade curl\n' },
  ],
});

/** Whether others rely on it: an index that was refreshed for it alone. */
const isNeeded = ({ manager, command }: OsCall): boolean =>
  (command.instruction.once(lastInstalls).get(manager) ?? -1) < command.index;

/** Where each manager installs something last in a RUN. */
const lastInstalls = (instruction: InstructionFacts): ReadonlyMap<string, number> =>
  new Map(
    osCallsIn(instruction)
      .filter(({ action }) => action === 'install')
      .map(({ manager, command }) => [manager, command.index]),
  );
