import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { createRun, detectEngine, type Engine } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';
import { improvements } from './improvements/index.ts';
import type { Change } from './model/change.ts';
import type { EngineResult, FileResult, ImproveResult, SetupResult } from './model/result.ts';
import { notMeasured } from './model/result.ts';
import type { Setup, SetupPaths } from './model/setup.ts';
import {
  parseProbe,
  readConfig,
  readEnvironment,
  findSetups,
  writeFiles,
  assertWritable,
} from './project/index.ts';
import { observe } from './proof/observe.ts';
import { prove, unprovenProposal, type Proof } from './proof/prove.ts';
import type { ProofOptions, Session } from './proof/session.ts';
import { patchOf } from './report/patch.ts';
import { readOriginal } from './read-original.ts';

/** Everything that `shipshape improve` can be asked for. */
export interface ImproveOptions {
  file?: string | undefined;
  service?: string | undefined;
  write?: boolean;
  force?: boolean;
  /** `GET /health 200`, the status optional */
  probes?: readonly string[];
  envFile?: string | undefined;
  /** `NAME=value`, or `NAME` for the environment's value */
  buildArgs?: readonly string[];
  /** as given to `docker build --secret` */
  secrets?: readonly string[];
  target?: string | undefined;
  platform?: string | undefined;
  /** false: files only, no engine is asked */
  engine?: boolean;
  offline?: boolean;
  unproven?: boolean;
  requireProof?: boolean;
  measure?: 'quick' | 'full';
  /** s that one build may take, and at most that long the program may take to answer */
  timeout?: number | undefined;
  signal?: AbortSignal | undefined;
  /** the changes to make, in order; all of Shipshape's own when absent */
  changes?: readonly Change[];
  onProgress?: (message: string) => void;
}

/**
 * Improves the container setups of a project's folder: read, observe, plan, apply, prove, report.
 * Nothing is written unless `write` is set and the result was proved, or `unproven` is.
 * @throws ShipshapeError for wrong usage and for what concerns the whole project; what concerns one setup is in its
 * result
 */
export async function improve(dir: string, options: ImproveOptions = {}): Promise<ImproveResult> {
  const projectDir = resolve(dir);
  checkUsage(options);
  const found = await findSetups(projectDir, options);
  const config = await readConfig(projectDir);
  const engine = await engineFor(options);
  const setups: SetupResult[] = [];
  for (const paths of found)
    setups.push(await improveSetup({ projectDir, paths, options, config, engine: engine.found }));
  for (const setup of setups) setup.notes.unshift(...engine.notes);
  return { version: 1, engine: told(engine.found), error: null, setups };
}

interface Work {
  projectDir: string;
  paths: SetupPaths;
  options: ImproveOptions;
  config: Session['config'];
  engine: Engine | null;
}

async function improveSetup(work: Work): Promise<SetupResult> {
  const { projectDir, paths, options, config, engine } = work;
  const notes: string[] = [];
  const changes = (options.changes ?? improvements).filter(({ id }) => !config.skip.includes(id));
  const run = createRun(engine);
  try {
    const read = await readOriginal(projectDir, paths, options.signal);
    if (options.write) await assertWritable(projectDir, [paths.dockerfile, paths.ignore]);
    let original = read;
    let proof: Proof;
    if (engine === null) proof = unprovenProposal(original, changes);
    else {
      const session = await sessionFor(work, engine, run, notes);
      const observation = await observe(session, original);
      original = { ...original, facts: observation.facts };
      proof = await prove(session, original, observation, changes);
    }
    const files = changedFiles(original, proof.setup);
    if (options.write) await writeResult(work, original, proof, files);
    return {
      ...identity(paths),
      status: statusOf(proof, files),
      proof: proof.level,
      error: null,
      before: proof.before,
      after: proof.after,
      changes: proof.changes,
      contract: proof.contract,
      files,
      notes: [...notes, ...proof.notes],
    };
  } catch (error) {
    if (!(error instanceof ShipshapeError) || error.exitCode !== 1) throw error;
    return failed(paths, error, notes);
  } finally {
    for (const problem of await run.dispose()) notes.push(`could not be removed: ${problem}`);
  }
}

const identity = ({ dockerfile, service }: SetupPaths) => ({ dockerfile, service });

function failed(paths: SetupPaths, error: ShipshapeError, notes: string[]): SetupResult {
  return {
    ...identity(paths),
    status: 'failed',
    proof: 'none',
    error: error.toReport(),
    before: notMeasured(),
    after: notMeasured(),
    changes: [],
    contract: { met: null, probes: [], differences: [] },
    files: [],
    notes,
  };
}

function statusOf({ changes }: Proof, files: readonly FileResult[]): SetupResult['status'] {
  if (files.length > 0) return 'improved';
  return changes.some(({ outcome }) => outcome === 'dropped') ? 'not-improvable' : 'already-good';
}

function changedFiles(original: Setup, result: Setup): FileResult[] {
  return [...result.files].flatMap(([path, after]): FileResult[] => {
    const before = original.files.get(path) ?? null;
    if (before === after) return [];
    return [{ path, action: before === null ? 'create' : 'edit', patch: patchOf({ path, before, after }) }];
  });
}

async function writeResult(
  { projectDir, options }: Work,
  original: Setup,
  proof: Proof,
  files: readonly FileResult[],
): Promise<void> {
  if (proof.level === 'none' && options.unproven !== true)
    throw new ShipshapeError('UNPROVEN', {
      what: 'Nothing was written: without an engine nothing was proved.',
    });
  const texts = files.map(({ path }) => ({
    path,
    text: proof.setup.files.get(path) ?? '',
    before: original.files.get(path) ?? null,
  }));
  await writeFiles(projectDir, texts, { force: options.force ?? false, signal: options.signal });
}

function checkUsage(options: ImproveOptions): void {
  if (options.unproven && options.requireProof)
    throw new ShipshapeError('USAGE', { what: '`--unproven` and `--require-proof` exclude each other.' });
  if (options.timeout !== undefined && !(options.timeout > 0))
    throw new ShipshapeError('USAGE', { what: '`--timeout` takes a number of seconds above 0.' });
  for (const probe of options.probes ?? []) parseProbe(probe);
}

async function engineFor(options: ImproveOptions): Promise<{ found: Engine | null; notes: string[] }> {
  if (options.engine === false)
    return { found: null, notes: ['No engine was asked (--no-engine): nothing was measured or proved.'] };
  const detected = await detectEngine({ signal: options.signal });
  if (options.signal?.aborted) throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
  if (detected.kind === 'found') return { found: detected.engine, notes: [] };
  const unusable = detected.code === 'ENGINE_UNSUPPORTED' ? 'can be used' : 'answers';
  return {
    found: null,
    notes: [`No Docker engine ${unusable} (${detected.reason}): nothing was measured or proved.`],
  };
}

function told(engine: Engine | null): EngineResult | null {
  if (engine === null) return null;
  const { version, os, architecture, storageDriver } = engine.facts;
  return { name: 'docker', version, os, architecture, storageDriver };
}

/** ms that a build has unless told otherwise: half an hour is long even for a compiler. */
const BUILD_LIMIT = 1_800_000;
/** ms that a program has until it answers. */
const START_LIMIT = 60_000;

async function sessionFor(
  work: Work,
  engine: Engine,
  run: Session['run'],
  notes: string[],
): Promise<Session> {
  const { projectDir, paths, options, config } = work;
  const limit = options.timeout === undefined ? null : options.timeout * 1000;
  const envFile =
    options.envFile === undefined
      ? config.envFile && resolve(projectDir, config.envFile)
      : resolve(options.envFile);
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
    startTimeoutMs: Math.min(limit ?? START_LIMIT, (config.start.timeout ?? START_LIMIT / 1000) * 1000),
  };
  return {
    engine,
    run,
    projectDir,
    paths,
    config,
    options: proofOptions,
    signal: options.signal,
    cacheNamespace: `shipshape-${createHash('sha256').update(projectDir).digest('hex').slice(0, 12)}`,
    withoutSyntaxLine: false,
    say: options.onProgress ?? (() => {}),
    note: (message) => notes.push(message),
  };
}

function nameAndValue(argument: string): [string, string | null] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, null] : [argument.slice(0, at), argument.slice(at + 1)];
}
