import type { Finding } from '../../lint/index.ts';
import type { FoundAt } from '../../model/check-result.ts';

/** One file with what was found in it, as the formats tell it. */
export interface ToldFile {
  path: string;
  source: string;
  findings: readonly ToldFinding[];
}

export interface ToldFinding {
  at: FoundAt;
  finding: Finding;
  /** what the user calls the rule: ours, or with `--ids` what the tool calls it */
  name: string;
  /** stays the same when lines move */
  fingerprint: string;
}

export interface Totals {
  files: number;
  error: number;
  warning: number;
  info: number;
  style: number;
  /** how many of these `--fix` would mend, and `--fix=all` on top */
  safe: number;
  needsProof: number;
}

/** A format is written file by file, so that nothing is kept of those that are done. */
export interface CheckFormat {
  begin?: string;
  file: (file: ToldFile) => string;
  end: (totals: Totals) => string;
}
