import { defineRule } from '../lint/index.ts';
import { expansion, removeFlag } from '../syntax/dockerfile/index.ts';

export const redundantTargetPlatform = defineRule({
  id: 'redundant-target-platform',
  title: 'No --platform=$TARGETPLATFORM',
  why: 'A base is for the target’s platform anyway, so the flag says nothing and only makes readers wonder.',
  remedy: 'Leave the flag out.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { hadolint: ['DL3065'], buildkit: ['RedundantTargetPlatform'] },
  links: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],

  instructions: {
    FROM(from, { report }) {
      const flag = from.node.flags.find(({ name }) => name === 'platform');
      if (flag?.value == null || !flag.value.includes('TARGETPLATFORM') || from.place.isTrigger) return;
      const value = 'linux/amd64';
      const read = expansion(flag.value, { get: () => value, has: () => true }, from.node.escape);
      if (read.names.join() !== 'TARGETPLATFORM' || read.value !== value) return;
      report({
        at: from.inFirstLine(flag.range),
        message: `\`${flag.value}\` is the platform that a base has anyway: leave the flag out.`,
        // an ARG of that name with a value of its own takes the built-in one's place
        fix: () =>
          from.lookup('TARGETPLATFORM')?.kind === 'predefined' ? removeFlag(from.node, 'platform') : null,
      });
    },
  },

  invalid: [
    {
      text: 'FROM --platform=$TARGETPLATFORM debian:13\n',
      lines: [1],
      fixed: 'FROM debian:13\n',
    },
    {
      text: 'FROM --platform=${TARGETPLATFORM} debian:13 AS a\n',
      lines: [1],
      fixed: 'FROM debian:13 AS a\n',
    },
    { text: 'ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM debian:13\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM --platform=$BUILDPLATFORM debian:13\n' },
    { text: 'FROM --platform=$TARGETOS/$TARGETARCH debian:13\n' },
  ],
});
