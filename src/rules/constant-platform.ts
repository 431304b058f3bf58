import { defineRule } from '../lint/index.ts';
import { removeFlag } from '../syntax/dockerfile/index.ts';
import { namesIn, parsePlatform } from './platforms/platform.ts';

const KICS = { kics: ['b16e8501-ef3c-44e1-a543-a093238099c9'] };

export const constantPlatform = defineRule({
  id: 'constant-platform',
  title: 'No fixed platform in FROM',
  why: 'A platform that is written out makes the image the same for every target: on another machine it runs in emulation or not at all, and `--platform` of the build is not heard.',
  remedy:
    'Leave the flag out; where a builder stage has to run on the machine that builds, use `--platform=$BUILDPLATFORM`. A stage that is meant for one platform may say so in its name.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3029'], buildkit: ['FromPlatformFlagConstDisallowed'], ...KICS },
  variants: {
    constant: {
      aliases: { hadolint: ['DL3029'], buildkit: ['FromPlatformFlagConstDisallowed'], ...KICS },
    },
    'named-in-stage': { aliases: { hadolint: ['DL3029'], ...KICS }, recommended: false },
    variable: { aliases: { hadolint: ['DL3029'], ...KICS }, recommended: false },
    'build-or-target': { aliases: KICS, recommended: false },
  },
  links: [
    'https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/',
    'https://docs.docker.com/build/building/multi-platform/#cross-compilation',
  ],

  instructions: {
    FROM(from, { report }) {
      const flag = from.node.flags.find(({ name }) => name === 'platform');
      if (flag?.value == null || from.place.isTrigger) return;
      const written = flag.value;
      const at = from.inFirstLine(flag.range);
      const fix = () => removeFlag(from.node, 'platform');
      if (namesIn(written, from.node.escape).length > 0) {
        const variant = /(?:BUILD|TARGET)PLATFORM/.test(written) ? 'build-or-target' : 'variable';
        const message = `The platform of this base is set by \`${written}\`, not by the build's target: leave the flag out where that is not needed.`;
        return report({ at, variant, message });
      }
      const platform = parsePlatform(written);
      const name = from.stage?.name ?? '';
      const isNamed =
        platform !== null && (name.includes(platform.os) || name.includes(platform.architecture));
      report({
        at,
        // BuildKit has an error of its own for what is no platform
        variant: isNamed || platform === null ? 'named-in-stage' : 'constant',
        message: `The platform is fixed to \`${written}\`, whatever the build is for: leave the flag out, or use \`$BUILDPLATFORM\` for a stage that only builds.`,
        fix,
      });
    },
  },

  invalid: [
    {
      text: 'FROM --platform=linux/amd64 debian:13\n',
      lines: [1],
      variants: ['constant'],
      fixed: 'FROM debian:13\n',
    },
    {
      text: 'FROM --platform=linux/arm64 debian:13 AS build-arm64\n',
      lines: [1],
      variants: ['named-in-stage'],
      fixed: 'FROM debian:13 AS build-arm64\n',
    },
    { text: 'ARG P\nFROM --platform=$P debian:13\n', lines: [2], variants: ['variable'] },
    { text: 'FROM --platform=$BUILDPLATFORM debian:13\n', lines: [1], variants: ['build-or-target'] },
  ],
  valid: [{ text: 'FROM debian:13\n' }],
});
