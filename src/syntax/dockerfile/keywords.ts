/** How the argument of an instruction is read. */
export type Form =
  'array-or-shell' | 'array-or-words' | 'words' | 'pairs' | 'quoted' | 'whole' | 'trigger' | 'health';

/** What BuildKit's own frontend knows of an instruction. */
export interface Keyword {
  form: Form;
  /** the flags it takes: once with a value, many times with a value, or bare; null where BuildKit looks at none */
  flags: Record<string, 'once' | 'many' | 'bare'> | null;
  /** the fewest words (or, for shell forms, any argument) that it needs */
  least: number;
}

const TRANSFER = { chown: 'once', chmod: 'once', link: 'bare', exclude: 'many' } as const;
const HEALTH = {
  interval: 'once',
  timeout: 'once',
  'start-period': 'once',
  'start-interval': 'once',
  retries: 'once',
} as const;

/** Instructions by lower-case name, after BuildKit's frontend/dockerfile/instructions/parse.go. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    'add',
    {
      form: 'array-or-words',
      flags: { ...TRANSFER, 'keep-git-dir': 'bare', checksum: 'once', unpack: 'bare' },
      least: 2,
    },
  ],
  ['arg', { form: 'quoted', flags: null, least: 1 }],
  ['cmd', { form: 'array-or-shell', flags: {}, least: 0 }],
  ['copy', { form: 'array-or-words', flags: { ...TRANSFER, from: 'once', parents: 'bare' }, least: 2 }],
  ['entrypoint', { form: 'array-or-shell', flags: {}, least: 0 }],
  ['env', { form: 'pairs', flags: {}, least: 1 }],
  ['expose', { form: 'words', flags: {}, least: 1 }],
  ['from', { form: 'words', flags: { platform: 'once' }, least: 1 }],
  ['healthcheck', { form: 'health', flags: HEALTH, least: 1 }],
  ['label', { form: 'pairs', flags: {}, least: 1 }],
  ['maintainer', { form: 'whole', flags: {}, least: 1 }],
  ['onbuild', { form: 'trigger', flags: {}, least: 1 }],
  [
    'run',
    {
      form: 'array-or-shell',
      flags: { mount: 'many', network: 'once', security: 'once', device: 'many' },
      least: 0,
    },
  ],
  ['shell', { form: 'array-or-shell', flags: {}, least: 1 }],
  ['stopsignal', { form: 'whole', flags: null, least: 1 }],
  ['user', { form: 'whole', flags: {}, least: 1 }],
  ['volume', { form: 'array-or-words', flags: {}, least: 1 }],
  ['workdir', { form: 'whole', flags: {}, least: 1 }],
]);
