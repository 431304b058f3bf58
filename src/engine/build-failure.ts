import type { BuildStep } from './build-progress.ts';
import { engineIsGone } from './engine.ts';

export interface BuildFailure {
  kind:
    | 'timeout'
    | 'interrupted'
    | 'failed'
    | 'disk-full'
    | 'engine-lost'
    | 'base-unresolvable'
    | 'frontend-unresolvable'
    | 'dockerfile';
  /** BuildKit's own words, without `failed to solve:` and the like. */
  message: string;
  /** The step that failed, as BuildKit names it. */
  step: string | null;
  /** Exit code of the RUN command that failed. */
  exitCode: number | null;
  /** Line of the Dockerfile, counted from 1, where BuildKit told one. */
  line: number | null;
  /** The last lines of the build's output. */
  logTail: string;
}

/** Lines of output that a failure quotes. */
const TAIL = 40;

/** What a frontend's image is resolved under; the step of a base is `[internal] load metadata for …`. */
const FRONTEND_STEP = /^resolve image config for docker-image:\/\//;
/** Fetching a base: its name was resolved, its layers could not be had. */
const BASE_STEP = /^\[[^\]]*\] FROM /;
/** Texts seen from BuildKit 0.1x-0.2x in Docker 25-28 when an image cannot be found or fetched. */
const UNRESOLVABLE =
  /failed to resolve source metadata|failed to load metadata for|pull access denied|failed to resolve reference|no match for platform/;
const DOCKERFILE =
  /dockerfile parse error|failed to parse|failed to read dockerfile|the Dockerfile (cannot be empty|.*is empty)|file with no instructions|unterminated heredoc|could not be found|failed to process "|base name \(.*\) should not be blank|circular dependency|no build stage in current context|unknown flag|not a valid|invalid reference format|requires (at least|exactly)/i;
const DISK_FULL = /no space left on device|disk quota exceeded/i;

/** Tells from what a failed build left behind why it failed. `plain` is what docker wrote besides its JSON lines. */
export function explainFailure(
  plain: readonly string[],
  steps: readonly BuildStep[],
  log: string,
): BuildFailure {
  const message = errorMessage(plain);
  const failed = steps.findLast((step) => step.error !== null && !/context canceled/.test(step.error));
  const broken = failed ?? steps.findLast((step) => step.error !== null);
  const exitCode = /exit code: (\d+)/.exec(message)?.[1];
  return {
    kind: kindOf(message, broken?.name ?? '', log),
    message,
    step: broken?.name ?? null,
    exitCode: exitCode === undefined ? null : Number(exitCode),
    line: dockerfileLine(plain, message),
    logTail: tail(log),
  };
}

/** The message for people: of a COPY whose source is not there BuildKit tells by its cache's keys, we by its instruction. */
export function inPlainWords({ message, step }: BuildFailure): string {
  const path = /^failed to compute cache key: .*?("[^"]+"): not found$/.exec(message)?.[1];
  const instruction = /^\[[^\]]*\] ((?:COPY|ADD) .*)$/.exec(step ?? '')?.[1];
  if (path === undefined || instruction === undefined) return message;
  const stage = / --from=(\S+)/.exec(instruction)?.[1];
  return `${path} is not in ${stage === undefined ? 'the build context' : stage}, for \`${instruction}\``;
}

/** A failure that we know better than BuildKit, since we ended the build ourselves. */
export function endedByUs(
  kind: 'timeout' | 'interrupted' | 'disk-full',
  message: string,
  steps: readonly BuildStep[],
  log: string,
): BuildFailure {
  const at = steps.findLast(
    (step) => step.started !== null && (step.completed === null || step.error !== null),
  );
  return { kind, message, step: at?.name ?? null, exitCode: null, line: null, logTail: tail(log) };
}

function kindOf(message: string, step: string, log: string): BuildFailure['kind'] {
  if (engineIsGone(message)) return 'engine-lost';
  // The step tells them apart: a RUN may print any of these words itself.
  const inRun = /did not complete successfully/.test(message);
  if (DISK_FULL.test(message) || (inRun && DISK_FULL.test(tail(log)))) return 'disk-full';
  if (inRun) return 'failed';
  if (FRONTEND_STEP.test(step)) return 'frontend-unresolvable';
  if (UNRESOLVABLE.test(message) || BASE_STEP.test(step)) return 'base-unresolvable';
  return step === '' && DOCKERFILE.test(message) ? 'dockerfile' : 'failed';
}

function errorMessage(plain: readonly string[]): string {
  const line =
    plain.findLast((text) => text.startsWith('ERROR: ')) ?? plain.at(-1) ?? 'docker build said nothing';
  return line.replace(/^ERROR: /, '').replace(/^(failed to (build|solve): )+/, '');
}

/** `Dockerfile:2` heads the excerpt; `dockerfile parse error on line 2` says it in words. */
function dockerfileLine(plain: readonly string[], message: string): number | null {
  const words = /parse error on line (\d+)/.exec(message)?.[1];
  const ruler = plain.findIndex((text) => /^-{10,}$/.test(text));
  const heading = ruler > 0 ? /:(\d+)$/.exec(plain[ruler - 1] ?? '')?.[1] : undefined;
  const line = words ?? heading;
  return line === undefined ? null : Number(line);
}

function tail(log: string): string {
  return log.trimEnd().split('\n').slice(-TAIL).join('\n');
}
