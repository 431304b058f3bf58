import type { ErrorReport } from '../errors.ts';
import type { ContractResult, EngineResult, Measurement, ProofLevel } from './result.ts';
import type { SubjectResult } from './subject-result.ts';

/** One side of a comparison. */
export interface SideResult extends SubjectResult {
  measurement: Measurement;
}

/** The object that `shipshape prove --json` prints. */
export interface ProveResult {
  version: 1;
  engine: EngineResult | null;
  error: ErrorReport | null;
  /** `failed`: one side could not be built or run, and its `error` says why; null when nothing was compared */
  verdict: 'met' | 'not-met' | 'failed' | null;
  /** how far `after` was seen to do as `before` does */
  proof: ProofLevel;
  before: SideResult | null;
  after: SideResult | null;
  contract: ContractResult;
  /** what was compared, one clause each */
  compared: string[];
  /** where the comparison was relaxed, and what else differs without being a breach */
  told: string[];
  notes: string[];
}
