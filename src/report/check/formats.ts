/** What `--format` may be. */
export const FORMATS = [
  'pretty',
  'compact',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
] as const;

export type FormatName = (typeof FORMATS)[number];
