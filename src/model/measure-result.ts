import type { ErrorReport } from '../errors.ts';
import type { EngineResult, Measurement } from './result.ts';
import type { SubjectResult } from './subject-result.ts';

/** What a layer holds, from the bottom. */
export interface LayerResult {
  /** the instruction that made it; null when the image does not say */
  instruction: string | null;
  /** sum of its entries' sizes; gzip level 6 (null unless it was asked for) */
  bytes: number;
  compressed: number | null;
  /** bytes in it that a later layer deletes or replaces */
  waste: number;
  /** it is the base's; null when the base is not known */
  inBase: boolean | null;
}

export interface PathResult {
  /** absolute, in the image */
  path: string;
  bytes: number;
  files: number;
}

export interface PackageResult {
  name: string;
  version: string;
}

/** One image, built or given. */
export interface TargetResult extends SubjectResult {
  measurement: Measurement;
  layers: LayerResult[];
  /** the biggest of what shows of the layers above the base, or of all where the base is not known */
  largest: { folders: PathResult[]; files: PathResult[] };
  packages: { os: PackageResult[]; python: PackageResult[]; node: PackageResult[] };
  /** paths are absolute; programs are names that PATH offers */
  attackSurface: {
    setuid: string[];
    worldWritable: string[];
    shells: string[];
    packageManagers: string[];
    compilers: string[];
  };
}

export interface BudgetResult {
  /** which target it was held against, by position */
  target: number;
  name: string;
  /** bytes, ms or a number */
  limit: number;
  /** null when it was not measured, which keeps no budget */
  value: number | null;
  kept: boolean;
}

/** The object that `shipshape measure --json` prints. */
export interface MeasureResult {
  version: 1;
  engine: EngineResult | null;
  error: ErrorReport | null;
  targets: TargetResult[];
  budgets: BudgetResult[];
  notes: string[];
}
