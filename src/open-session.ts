import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Engine } from './engine/index.ts';
import type { SetupPaths } from './model/setup.ts';
import { parseProbe, readEnvironment, type Config } from './project/index.ts';
import type { ProofOptions, Session } from './proof/session.ts';
import type { RunOptions } from './run-options.ts';

/** One setup of a project, and what was asked for. */
export interface Asked {
  projectDir: string;
  paths: SetupPaths;
  options: RunOptions;
  config: Config;
  /** what messages call it; the original unless told otherwise */
  subject?: string;
  /** the folder that cache mounts are kept for, where `projectDir` is a copy of it */
  cacheFor?: string;
}

/** ms that a build has unless told otherwise: half an hour is long even for a compiler. */
const BUILD_LIMIT = 1_800_000;
/** ms that a program has until it answers, unless shipshape.yaml gives it more or less. */
const START_LIMIT = 60_000;
const startLimit = ({ start }: Config): number =>
  start.timeout === null ? START_LIMIT : start.timeout * 1000;

/**
 * Puts together what observing and proving need.
 * @throws ShipshapeError FILE_UNREADABLE when the environment file cannot be read
 */
export async function openSession(
  asked: Asked,
  engine: Engine,
  run: Session['run'],
  notes: string[],
): Promise<Session> {
  const { projectDir, paths, options, config } = asked;
  const limit = options.timeout === undefined ? null : options.timeout * 1000;
  const envFile = envFileOf(asked);
  const proofOptions: ProofOptions = {
    probes: [...config.probes, ...(options.probes ?? []).map(parseProbe)],
    environment: envFile === null ? {} : await readEnvironment(envFile),
    buildArgs: Object.fromEntries((options.buildArgs ?? []).map(nameAndValue)),
    secrets: options.secrets ?? [],
    target: options.target,
    platform: options.platform,
    offline: options.offline ?? false,
    measure: options.measure ?? 'quick',
    buildTimeoutMs: limit ?? BUILD_LIMIT,
    startTimeoutMs: Math.min(limit ?? Infinity, startLimit(config)),
  };
  return {
    engine,
    run,
    projectDir,
    paths,
    config,
    options: proofOptions,
    signal: options.signal,
    cacheNamespace: `shipshape-${createHash('sha256')
      .update(asked.cacheFor ?? projectDir)
      .digest('hex')
      .slice(0, 12)}`,
    withoutSyntaxLine: false,
    subject: asked.subject ?? 'the original',
    say: options.onProgress ?? (() => {}),
    note: (message) => notes.push(message),
  };
}

/** The environment file for the runs: of the command line, else of `shipshape.yaml`; null when there is none. */
export function envFileOf({ projectDir, options, config }: Asked): string | null {
  if (options.envFile !== undefined) return resolve(options.envFile);
  return config.envFile === null ? null : resolve(projectDir, config.envFile);
}

/** `NAME=value`; the value is null for a bare `NAME`. */
export function nameAndValue(argument: string): [string, string | null] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, null] : [argument.slice(0, at), argument.slice(at + 1)];
}
