import type { ErrorReport } from '../errors.ts';
import type { Measurement } from './measurement.ts';

export * from './measurement.ts';

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
  /** names of the headers that were sent with it; their values are not kept */
  headers: string[];
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

/** What was seen of original and result besides the contract; null is "not seen". */
export interface Verification {
  /** what `docker build --check` printed of the result's Dockerfile */
  check: string | null;
  before: RunningState | null;
  after: RunningState | null;
}

/** The engine's and the kernel's own word on a running container. */
export interface RunningState {
  /** lines of its first process's `/proc/1/status`, as they stand there; empty where the image has no `cat` */
  process: string[];
  /** the health check's verdict; null without a check */
  health: string | null;
  /** its root file system cannot be written to */
  readOnly: boolean;
  privileged: boolean;
  capAdd: string[];
  capDrop: string[];
  securityOpt: string[];
  /** an init of the engine's own stands before the program */
  init: boolean;
  /** bytes; null without a limit, or where the limit is the run's own */
  memoryLimit: number | null;
  pidsLimit: number | null;
  /** paths of tmpfs mounts and volumes */
  writable: string[];
  /** ms from the stop signal to the end, and what it ended with (137 = killed); null for a job */
  stopMs: number | null;
  stopExitCode: number | null;
}

export const notVerified = (): Verification => ({ check: null, before: null, after: null });

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
  verification: Verification;
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
  /** of the machine that the engine runs on; null where it does not say */
  cpus: number | null;
  /** bytes */
  memory: number | null;
}

/** The object that `shipshape improve --json` prints. */
export interface ImproveResult {
  version: 1;
  engine: EngineResult | null;
  error: ErrorReport | null;
  setups: SetupResult[];
  /** where the written report lies, relative to the project's folder where it lies in it; null when none was written */
  report: string | null;
}
