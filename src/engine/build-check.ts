import { type BuildInputs, inputArguments } from './build-args.ts';
import { docker, type Engine, lastWords } from './engine.ts';
import { type Json, parseJson } from './json.ts';
import type { ProcessResult } from './process.ts';

export interface CheckWarning {
  /** BuildKit's name of the rule: `FromAsCasing`. */
  rule: string;
  message: string;
  /** First line that it is about, counted from 1. */
  line: number | null;
  url: string | null;
}

export interface DockerfileCheck {
  warnings: CheckWarning[];
  /** Why a base or the `# syntax=` image could not be resolved, so that warnings may be missing; else null. */
  unresolvable: string | null;
  /** Any other reason why BuildKit refuses the file, in its own words; else null. */
  error: string | null;
}

const CHECK_TIMEOUT = 120_000;

/**
 * `docker build --call=check`. It exits with 1 on warnings and on an unresolvable image alike; the JSON tells which, and
 * where the frontend itself cannot be fetched there is no JSON at all.
 */
export async function checkDockerfile(
  engine: Engine,
  inputs: BuildInputs & { signal?: AbortSignal | undefined },
): Promise<DockerfileCheck> {
  const { args, env } = inputArguments(engine, inputs);
  const result = await docker(engine, ['build', '--call=check,format=json', ...args, '--', inputs.context], {
    env,
    signal: inputs.signal,
    timeoutMs: CHECK_TIMEOUT,
  });
  const told = parseJson(result.stdout);
  const failed = told.at('buildError', 'message').text() ?? (told.raw() === null ? lastError(result) : null);
  const isUnresolvable =
    failed !== null && /failed to resolve|failed to load metadata|pull access/.test(failed);
  return {
    warnings: told.at('warnings').list().map(warning),
    unresolvable: isUnresolvable ? failed : null,
    error: isUnresolvable ? null : failed,
  };
}

/**
 * What `docker build --check` prints to people of a Dockerfile, trimmed; null when it could not be asked (a base or the
 * `# syntax=` image that cannot be resolved).
 */
export async function checkOutput(
  engine: Engine,
  inputs: BuildInputs & { signal?: AbortSignal | undefined },
): Promise<string | null> {
  const { args, env } = inputArguments(engine, inputs);
  const result = await docker(engine, ['build', '--check', ...args, '--', inputs.context], {
    env,
    signal: inputs.signal,
    timeoutMs: CHECK_TIMEOUT,
  });
  const text = result.stdout.trim();
  return text === '' ? null : text.replaceAll(`${inputs.context}/`, '');
}

function warning(told: Json): CheckWarning {
  return {
    rule: told.at('ruleName').text() ?? '',
    message: told.at('detail').text() ?? told.at('description').text() ?? '',
    line: told.at('location', 'ranges', 0, 'start', 'line').number(),
    url: told.at('url').text(),
  };
}

function lastError(result: ProcessResult): string {
  if (result.aborted || result.timedOut || result.startError !== null) return lastWords(result);
  const lines = result.stderr.split('\n').filter((line) => line.trim() !== '');
  const error =
    lines.findLast((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? 'docker build said nothing';
  return error.replace(/^ERROR: /, '').replace(/^(failed to (build|solve): )+/, '');
}
