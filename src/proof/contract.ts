import {
  learnBody,
  learnLines,
  wasAnswered,
  type BodyExpectation,
  type LinesExpectation,
} from './compare/index.ts';
import type { RunningState } from '../model/result.ts';
import type { RecordedAnswer } from './compare/index.ts';

export interface RecordedProbe {
  method: string;
  path: string;
  /** names of the headers that were sent with it; values may be secrets and are not kept */
  headersSent?: readonly string[];
  answer: RecordedAnswer;
}

export type Health = 'healthy' | 'unhealthy' | 'none';

/** What one run of a container was seen to do. `null` means "not seen", never "none". */
export interface RunRecord {
  kind: 'server' | 'job';
  /** in the order in which they were sent */
  probes: RecordedProbe[];
  /** TCP ports that others reach it on: the published ones where compose publishes them, else the container's own */
  ports: number[];
  /** the verdict of the image's or the compose service's health check; `none` where there is no check */
  health: Health;
  /** ms until the program answered; for a job, until it ended */
  startMs: number | null;
  /** ms from the stop signal to the end; null for a job */
  stopMs: number | null;
  /** what it ended with after the stop signal (137 = killed); null for a job */
  stopExitCode: number | null;
  /** what it ended with by itself; null while it had not */
  exitCode: number | null;
  stdout: string;
  /** `uid:gid` of its first process */
  user: string | null;
  /** bytes */
  peakMemory: number | null;
  /** folders that it wrote to */
  writes: string[];
  /** lines of its log that look like errors */
  errorLines: string[];
  /** what engine and kernel say of it while it ran; null when it did not run long enough to be asked */
  state: RunningState | null;
  /** how often it was started again by its restart policy until it stayed */
  restarts: number;
  /** further services that run the same image, by name */
  siblings: Record<string, SiblingRecord>;
}

/** What became of a service that runs the image beside the one that is probed. */
export interface SiblingRecord {
  state: 'stays up' | 'ended';
  exitCode: number | null;
  health: Health;
}

export interface ProbeExpectation {
  method: string;
  path: string;
  headersSent: readonly string[];
  /** the first run's answer; for the report */
  before: RecordedAnswer;
  /** null when the two runs did not agree on it */
  status: number | null;
  /** undefined when the two runs did not agree on it */
  type: string | null | undefined;
  body: BodyExpectation;
}

/** What the original container was seen to do, twice; what differed between the two runs asks nothing of a third. */
export interface Contract {
  runs: readonly [RunRecord, RunRecord];
  probes: ProbeExpectation[];
  /** of a job's standard output */
  output: LinesExpectation;
}

/**
 * Makes the contract out of the original's two runs, which must have been probed alike.
 * @throws RangeError when the probes of the two runs are not the same (a mistake of the caller)
 */
export function contractOf(first: RunRecord, second: RunRecord): Contract {
  if (first.probes.length !== second.probes.length)
    throw new RangeError('the two runs were probed differently');
  const probes = first.probes.map(({ method, path, headersSent = [], answer }, index): ProbeExpectation => {
    const again = second.probes[index];
    if (again?.method !== method || again.path !== path)
      throw new RangeError('the two runs were probed differently');
    const [a, b] = [answer, again.answer];
    const answered = wasAnswered(a) && wasAnswered(b);
    return {
      method,
      path,
      headersSent,
      before: a,
      status: answered && a.status === b.status ? a.status : null,
      type: answered && a.type === b.type ? a.type : undefined,
      body: learnBody(a, b),
    };
  });
  return { runs: [first, second], probes, output: learnLines(first.stdout, second.stdout) };
}
