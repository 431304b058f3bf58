import { isSpdxExpression } from './spdx.ts';

/** The kinds that hadolint's `label-schema` knows, and what they ask for. */
export const FORMATS = {
  text: { branch: 'empty', what: 'anything but nothing', holds: (value: string) => value !== '' },
  url: {
    branch: 'url',
    what: 'an address (`https://…`)',
    holds: (value: string) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/]+/i.test(value),
  },
  rfc3339: {
    branch: 'time',
    what: 'a time by RFC 3339 (`2026-11-25T10:00:00Z`)',
    holds: (value: string) =>
      /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(value) &&
      !Number.isNaN(Date.parse(value.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1'))),
  },
  spdx: {
    branch: 'spdx',
    what: 'an SPDX licence expression (`MIT`, `Apache-2.0 OR MIT`)',
    holds: isSpdxExpression,
  },
  hash: {
    branch: 'git-hash',
    what: 'a git commit, whole or its first 7 letters',
    holds: (value: string) => /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(value),
  },
  semver: {
    branch: 'semver',
    what: 'a semantic version (`1.2.3`, `2.0.1-rc1`)',
    holds: (value: string) =>
      /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z.-]+)?$/.test(
        value,
      ),
  },
  email: {
    branch: 'email',
    what: 'a mail address',
    holds: (value: string) => /^[^\s@<>()]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(value),
  },
} as const;

export type FormatName = keyof typeof FORMATS;

/** Other spellings, hadolint's among them. */
const SPELLINGS: Readonly<Record<string, FormatName>> = {
  rawtext: 'text',
  raw: 'text',
  time: 'rfc3339',
  githash: 'hash',
  license: 'spdx',
};

export function formatNamed(name: string): FormatName | null {
  const clean = name.toLowerCase();
  if (Object.hasOwn(FORMATS, clean)) return clean as FormatName;
  return Object.hasOwn(SPELLINGS, clean) ? (SPELLINGS[clean] ?? null) : null;
}

/** What the OCI image specification says of its own labels (image-spec/annotations.md). */
export const OCI_FORMATS: Readonly<Record<string, FormatName>> = {
  'org.opencontainers.image.created': 'rfc3339',
  'org.opencontainers.image.url': 'url',
  'org.opencontainers.image.source': 'url',
  'org.opencontainers.image.documentation': 'url',
  'org.opencontainers.image.licenses': 'spdx',
};
