import type { ErrorReport } from '../errors.ts';

/** Numbers of one image and its builds; `null` is "not measured". This is `M` of the JSON output. */
export interface Measurement {
  /** bytes: sum of the layers' entries; gzip level 6 of the layers; the part above the base's layers */
  size: { uncompressed: number | null; compressed: number | null; aboveBase: number | null };
  /** non-empty history entries */
  layers: number | null;
  /** bytes that a later layer deletes or replaces */
  waste: number | null;
  /** ms */
  build: {
    cold: number | null;
    unchanged: number | null;
    sourceEdit: number | null;
    dependencyEdit: number | null;
  };
  /** bytes of the files that the ignore file leaves in */
  context: number | null;
  /** ms until the program answered, or until a job ended */
  start: number | null;
  packages: { os: number | null; language: number | null };
  score: { version: number | null; points: number | null; grade: string | null };
}

export const notMeasured = (): Measurement => ({
  size: { uncompressed: null, compressed: null, aboveBase: null },
  layers: null,
  waste: null,
  build: { cold: null, unchanged: null, sourceEdit: null, dependencyEdit: null },
  context: null,
  start: null,
  packages: { os: null, language: null },
  score: { version: null, points: null, grade: null },
});

export type Outcome = 'kept' | 'weakened' | 'dropped' | 'not-needed' | 'unproven';

export interface ChangeResult {
  id: string;
  title: string;
  why: string;
  outcome: Outcome;
  rung: string | null;
  /** what it was decided from; for a dropped or weakened one also the log lines that told */
  evidence: string[];
}

export interface Answer {
  /** null when there was no answer at all */
  status: number | null;
  type: string | null;
}

export interface ProbeResult {
  method: string;
  path: string;
  before: Answer;
  after: Answer;
  equal: boolean;
}

export interface Difference {
  field: string;
  before: string;
  after: string;
}

export interface ContractResult {
  met: boolean | null;
  probes: ProbeResult[];
  differences: Difference[];
}

export interface FileResult {
  path: string;
  action: 'create' | 'edit';
  /** a unified patch of this one file */
  patch: string;
}

export type SetupStatus = 'improved' | 'already-good' | 'not-improvable' | 'failed';
export type ProofLevel = 'none' | 'builds' | 'stays-up' | 'answers';

export interface SetupResult {
  dockerfile: string;
  service: string | null;
  status: SetupStatus;
  proof: ProofLevel;
  error: ErrorReport | null;
  before: Measurement;
  after: Measurement;
  changes: ChangeResult[];
  contract: ContractResult;
  files: FileResult[];
  /** things a person should know that are neither change nor error */
  notes: string[];
}

export interface EngineResult {
  name: string;
  version: string;
  os: string;
  architecture: string;
  storageDriver: string;
}

/** The object that `shipshape improve --json` prints. */
export interface ImproveResult {
  version: 1;
  engine: EngineResult | null;
  error: ErrorReport | null;
  setups: SetupResult[];
}
