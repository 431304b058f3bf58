import { expansion, type Instruction } from '../../syntax/dockerfile/index.ts';

export interface Platform {
  os: string;
  architecture: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};
const OPERATING_SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);
const KNOWN_ARCHITECTURES = new Set(
  `386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc
  riscv riscv64 s390 s390x sparc sparc64 wasm`.split(/\s+/),
);

/**
 * Reads `os/architecture/variant` after github.com/containerd/platforms: one word alone is either of the two, the other
 * one is the builder's; null for what BuildKit refuses.
 */
export function parsePlatform(text: string): Platform | null {
  const parts = text.replace(/^([^/(]+)\([^)]*\)/, '$1').split('/');
  if (parts.length > 3 || parts.some((part) => !/^[\w.+-]+$/.test(part))) return null;
  const [first = '', second] = parts.map((part) => part.toLowerCase());
  if (second !== undefined) return { os: osOf(first), architecture: ARCHITECTURES[second] ?? second };
  if (OPERATING_SYSTEMS.has(osOf(first))) return { os: osOf(first), architecture: 'amd64' };
  const architecture = ARCHITECTURES[first] ?? first;
  return KNOWN_ARCHITECTURES.has(architecture) ? { os: 'linux', architecture } : null;
}

const osOf = (text: string): string => (text === 'macos' ? 'darwin' : text);

/** The variables in a text. */
export const namesIn = (text: string, escape: Instruction['escape']): string[] =>
  expansion(text, { get: () => 'set', has: () => true }, escape).names;
