import type { Edit, Range } from '../syntax/text.ts';
import type { FixClass, Severity } from './rule.ts';
import type { Aliases } from './tool.ts';

/** A rule's answer at a place. */
export interface Finding {
  rule: string;
  variant: string | null;
  /** what other tools call exactly this */
  ids: Aliases;
  severity: Severity;
  message: string;
  range: Range;
  /** null when it cannot be mended by itself */
  fix: { class: FixClass; edits: readonly Edit[] } | null;
}
