import type { Engine, Run } from '../engine/index.ts';
import type { Config, Probe } from '../project/index.ts';
import type { SetupPaths } from '../model/setup.ts';

/** What the user asked for that concerns builds and runs. */
export interface ProofOptions {
  probes: readonly Probe[];
  /** environment for the runs, from `--env-file` */
  environment: Readonly<Record<string, string>>;
  buildArgs: Readonly<Record<string, string | null>>;
  /** as given to `docker build --secret` */
  secrets: readonly string[];
  target: string | undefined;
  platform: string | undefined;
  offline: boolean;
  measure: 'quick' | 'full';
  /** ms that one build may take */
  buildTimeoutMs: number;
  /** ms that the program has until it answers */
  startTimeoutMs: number;
}

/** One run of Shipshape on one setup: what observing and proving share. */
export interface Session {
  engine: Engine;
  /** what was started and must be removed again */
  run: Run;
  projectDir: string;
  paths: SetupPaths;
  config: Config;
  options: ProofOptions;
  signal: AbortSignal | undefined;
  /** keeps our cache mounts apart from the user's */
  cacheNamespace: string;
  /** the `# syntax=` frontend cannot be had: builds use a copy of the Dockerfile without that line */
  withoutSyntaxLine: boolean;
  /** what is built and run here is called so in messages and errors: `the original`, `before (HEAD~1)` */
  subject: string;
  say: (message: string) => void;
  note: (message: string) => void;
}

/** The subject at the beginning of a sentence. */
export const subjectOf = ({ subject }: Session): string =>
  `${subject.slice(0, 1).toUpperCase()}${subject.slice(1)}`;
