/** What `shipshape check --json` prints. */
export interface CheckResult {
  version: 1;
  files: FileFindings[];
}

/** From which severity on a finding fails the run. */
export type FailOn = FoundAt['severity'] | 'never';

export interface FileFindings {
  /** relative to the folder that the command runs in */
  path: string;
  findings: FoundAt[];
}

/** A finding at its place: lines and columns counted from 1, columns in UTF-16 units, ends exclusive. */
export interface FoundAt {
  rule: string;
  /** what other tools call exactly this */
  ids: Readonly<Record<string, readonly string[]>>;
  severity: 'error' | 'warning' | 'info' | 'style';
  message: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  fix: 'safe' | 'needs-proof' | null;
}
