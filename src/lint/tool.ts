/** The other linters whose findings Shipshape's rules cover; `cis` is the CIS Docker Benchmark. */
export const TOOLS = [
  'hadolint',
  'buildkit',
  'trivy',
  'kics',
  'checkov',
  'dockle',
  'cis',
  'tally',
  'dclint',
] as const;

export type Tool = (typeof TOOLS)[number];

/** What a rule, or one branch of it, is called elsewhere. */
export type Aliases = Readonly<Partial<Record<Tool, readonly string[]>>>;
