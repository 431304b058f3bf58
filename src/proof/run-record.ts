import type { ComposeModel, DiffEntry } from '../engine/index.ts';
import type { RunRecord } from './contract.ts';
import type { RunRequest } from './own-model.ts';
import type { ProbeRequest } from './probes.ts';

/** What a run of a service is to be. */
export interface ServiceRequest extends RunRequest {
  model: ComposeModel;
  service: string;
  /** container port → the port that others know it by, where compose publishes it under another one */
  publishedAs: ReadonlyMap<number, number>;
  probes: readonly ProbeRequest[];
  /** something listens, the files say: an end of the program is a failure, and so is silence */
  expectsServer: boolean;
  /** names of environment variables that form a user and a password, for pages behind basic authentication */
  credentials: { user: string; password: string } | null;
  /** s between SIGTERM and SIGKILL; the engine's default when absent */
  grace?: number;
}

/** Why a run came to nothing. */
export interface RunFailure {
  kind: 'not-started' | 'exited' | 'never-listens' | 'service-failed';
  message: string;
  exitCode: number | null;
  log: string[];
}

export interface Ran {
  record: RunRecord;
  failure: RunFailure | null;
  /** what it changed in its own layer */
  diff: DiffEntry[];
  log: string;
  /** TCP ports that it listens on for others */
  listening: number[];
  /** what its siblings changed in their layers, and their peak memory in bytes */
  siblings: ReadonlyMap<string, { diff: DiffEntry[]; peakMemory: number | null }>;
}

/** The record of a run before anything was seen of it. */
export const nothingSeen: RunRecord = {
  kind: 'server',
  probes: [],
  ports: [],
  health: 'none',
  startMs: null,
  stopMs: null,
  stopExitCode: null,
  exitCode: null,
  stdout: '',
  user: null,
  peakMemory: null,
  writes: [],
  errorLines: [],
  state: null,
  restarts: 0,
  siblings: {},
};

/** What of a log is shown to people: its end. */
export const lastLines = (log: string, count = 20): string[] =>
  log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
