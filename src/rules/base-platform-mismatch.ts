import { defineRule, type StageFacts } from '../lint/index.ts';
import { parsePlatform } from './platforms/platform.ts';

/** Accounts at Docker Hub that hold the official images of one architecture each. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  amd64: 'amd64',
  i386: '386',
  arm32v5: 'arm',
  arm32v6: 'arm',
  arm32v7: 'arm',
  arm64v8: 'arm64',
  ppc64le: 'ppc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
  mips64le: 'mips64le',
};

export const basePlatformMismatch = defineRule({
  id: 'base-platform-mismatch',
  title: 'A base that exists for the platform',
  why: 'The image that FROM names is for another platform than the one that is asked for. The build fails, or goes on with programs that the target cannot run.',
  remedy: 'Ask for the platform that the image is made for, or take an image for several platforms.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { buildkit: ['InvalidBaseImagePlatform'] },
  links: [
    'https://docs.docker.com/build/building/multi-platform/',
    'https://github.com/docker-library/official-images#architectures-other-than-amd64',
  ],

  stage(stage, { report }) {
    const { from } = stage;
    const flag = from?.node.flags.find(({ name }) => name === 'platform');
    if (from === null || flag?.value == null) return;
    const wanted = parsePlatform(from.valueOf(flag.value) ?? '$');
    const actual = wanted === null ? null : architectureOf(stage, from.place.around.image);
    if (wanted === null || actual === null || wanted.architecture === actual) return;
    report({
      at: from.inFirstLine(flag.range),
      message: `\`${stage.base?.text ?? ''}\` is made for ${actual}, not for ${wanted.architecture}: leave the flag out, or take an image for that platform.`,
    });
  },

  invalid: [
    { text: 'FROM --platform=linux/arm64 amd64/debian:13\n', lines: [1] },
    { text: 'FROM --platform=linux/amd64 gcr.io/distroless/static:latest-arm64\n', lines: [1] },
  ],
  valid: [
    { text: 'FROM --platform=linux/arm64 arm64v8/debian:13\n' },
    { text: 'FROM --platform=linux/arm64 debian:13\n' },
    { text: 'FROM --platform=$BUILDPLATFORM amd64/debian:13\n' },
  ],
});

function architectureOf(
  { base }: StageFacts,
  image: ((reference: string) => { platform: string | null } | null) | undefined,
): string | null {
  if (base?.text == null || base.reference === null) return null;
  const known = image?.(base.text)?.platform ?? null;
  if (known !== null) return parsePlatform(known)?.architecture ?? null;
  const { registry, repository, tag } = base.reference;
  const [account = ''] = repository.split('/');
  if (registry === null && Object.hasOwn(ACCOUNTS, account)) return ACCOUNTS[account] ?? null;
  return /-(amd64|arm64|s390x|ppc64le|riscv64)$/.exec(tag ?? '')?.[1] ?? null;
}
