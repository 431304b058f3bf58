import { detectEngine, type Engine, type Run } from './engine/index.ts';
import { resolve } from 'node:path';
import { ShipshapeError } from './errors.ts';
import { checkUsage, choicesOf, type ImproveOptions } from './improve-options.ts';
import { givenValues } from './given-values.ts';
import { improvements } from './improvements/index.ts';
import type { Change } from './model/change.ts';
import type { ImproveResult, SetupResult } from './model/result.ts';
import type { Setup } from './model/setup.ts';
import { openSession, type Asked } from './open-session.ts';
import {
  assertWritable,
  CONFIG_NAME,
  findSetups,
  readConfig,
  readDockerfile,
  stopIfAborted,
  writeFiles,
} from './project/index.ts';
import { observe } from './proof/observe.ts';
import { prove, unprovenProposal, type Proof } from './proof/prove.ts';
import { readOriginal } from './read-original.ts';
import type { DocumentPart } from './report/document/facts.ts';
import { recallRun, rememberRun, stateKey } from './remembered.ts';
import { hiderOf, hideInError, hideInResult } from './report/hidden-values.ts';
import { engineResult, failedResult, provedResult } from './setup-result.ts';
import { withRun } from './with-run.ts';
import { checkReport, writeReport } from './write-report.ts';

/**
 * Improves the container setups of a project's folder: read, observe, plan, apply, prove, report.
 * Nothing is written unless `write` is set and the result was proved, or `unproven` is.
 * @throws ShipshapeError for wrong usage and for what concerns the whole project; what concerns one setup is in its
 * result
 */
export async function improve(dir: string, options: ImproveOptions = {}): Promise<ImproveResult> {
  const projectDir = resolve(dir);
  checkUsage(options);
  await checkReport(options);
  const found = await findSetups(projectDir, options);
  const config = await readConfig(projectDir);
  requireKnown(config.skip, options.changes ?? improvements);
  // one that cannot be read is told before minutes go into another, or that one is written
  for (const { dockerfile } of found) await readDockerfile(projectDir, dockerfile);
  const engine = await engineFor(options);
  const written = new Set<string>();
  const parts: DocumentPart[] = [];
  for (const one of found) {
    const paths = options.target === undefined ? one : { ...one, target: options.target };
    const { result, setups } = await improveSetup(
      { projectDir, paths, options, config, written },
      engine.found,
    );
    parts.push({ result: { ...result, notes: [...engine.notes, ...result.notes] }, setups });
  }
  const told = engineResult(engine.found);
  const report = await writeReport(projectDir, parts, told, options);
  const setups = parts.map(({ result }) => result);
  if (report.note !== null) setups.at(-1)?.notes.push(report.note);
  return { version: 1, engine: told, error: null, setups, report: report.path };
}

/** One setup of the project. */
interface Work extends Asked {
  options: ImproveOptions;
  /** what this run has written so far: setups may share files */
  written: Set<string>;
}

/** A mistyped id would be a change that is made after all. */
function requireKnown(skip: readonly string[], changes: readonly Change[]): void {
  const unknown = skip.filter((id) => !changes.some((change) => change.id === id));
  if (unknown.length > 0)
    throw new ShipshapeError('CONFIG_INVALID', {
      what: `${CONFIG_NAME}: there is no change ${unknown.join(', ')}.`,
      where: { path: CONFIG_NAME, line: null },
      hint: 'The ids of all changes are in docs/changes.md.',
    });
}

/** One setup; whatever was started for it is removed before its result is told, and no value that it was given. */
async function improveSetup(work: Work, engine: Engine | null): Promise<DocumentPart> {
  const notes: string[] = [];
  const hide = hiderOf(await givenValues(work));
  const { signal } = work.options;
  const {
    result: { result, setups },
    left,
  } = await withRun(engine, signal, async (run): Promise<DocumentPart> => {
    try {
      return await improved(work, engine, run, notes);
    } catch (error) {
      if (!(error instanceof ShipshapeError) || signal?.aborted) throw error;
      if (error.exitCode !== 1) throw hideInError(error, hide);
      return { result: failedResult(work.paths, error, notes), setups: null };
    }
  });
  return { result: hideInResult({ ...result, notes: [...result.notes, ...left] }, hide), setups };
}

async function improved(work: Work, engine: Engine | null, run: Run, notes: string[]): Promise<DocumentPart> {
  const { projectDir, paths, options } = work;
  const original = await readOriginal(projectDir, paths, choicesOf(options), options.signal);
  if (options.write) await assertWritable(projectDir, [paths.dockerfile, paths.ignore]);
  const part = await knownOrProved(work, engine, run, original, notes);
  stopIfAborted(options.signal);
  const { result, setups } = part;
  if (!options.write || setups === null || result.files.length === 0) return part;
  try {
    await writeResult(work, setups.before, setups.after, result);
    return part;
  } catch (error) {
    if (!(error instanceof ShipshapeError) || error.exitCode !== 1) throw error;
    // what was found out at such length is told all the same
    return { result: { ...result, status: 'failed', error: error.toReport() }, setups };
  }
}

/** What is known of this very state from an earlier run, where that may be told again; else it is built and run. */
async function knownOrProved(
  work: Work,
  engine: Engine | null,
  run: Run,
  original: Setup,
  notes: string[],
): Promise<DocumentPart> {
  const { options, paths } = work;
  const mayReuse = options.reuse === true && options.changes === undefined && engine !== null;
  const key = mayReuse ? await stateKey(work, original, engine) : null;
  const known = key === null ? null : await recallRun(key, original);
  if (known !== null) return known;
  const { observed, proof } = await observeAndProve(work, engine, run, original, notes);
  const result = provedResult(paths, observed, proof, notes);
  const part = { result, setups: { before: observed, after: proof.setup } };
  if (key !== null) {
    const hide = hiderOf(await givenValues(work));
    await rememberRun(key, { ...part, result: hideInResult(result, hide) });
  }
  return part;
}

async function observeAndProve(
  work: Work,
  engine: Engine | null,
  run: Run,
  original: Setup,
  notes: string[],
): Promise<{ observed: Setup; proof: Proof }> {
  const changes = (work.options.changes ?? improvements).filter(({ id }) => !work.config.skip.includes(id));
  if (engine === null) return { observed: original, proof: unprovenProposal(original, changes) };
  const session = await openSession(work, engine, run, notes);
  const observation = await observe(session, original);
  const observed = { ...original, facts: observation.facts };
  return { observed, proof: await prove(session, observed, observation, changes) };
}

async function writeResult(
  { projectDir, options, written }: Work,
  before: Setup,
  after: Setup,
  { files, proof }: SetupResult,
): Promise<void> {
  if (proof === 'none' && options.unproven !== true)
    throw new ShipshapeError('UNPROVEN', {
      what: 'Nothing was written: without an engine nothing was proved.',
    });
  const texts = files.map(({ path }) => ({
    path,
    text: after.files.get(path) ?? '',
    before: before.files.get(path) ?? null,
  }));
  const { force = false, signal } = options;
  await writeFiles(projectDir, texts, { force, own: written, signal });
  for (const { path } of texts) written.add(path);
}

async function engineFor(options: ImproveOptions): Promise<{ found: Engine | null; notes: string[] }> {
  if (options.engine === false)
    return { found: null, notes: ['No engine was asked (--no-engine): nothing was measured or proved.'] };
  const detected = await detectEngine({ signal: options.signal });
  stopIfAborted(options.signal);
  if (detected.kind === 'found') return { found: detected.engine, notes: [] };
  const unusable = detected.code === 'ENGINE_UNSUPPORTED' ? 'can be used' : 'answers';
  return {
    found: null,
    notes: [`No Docker engine ${unusable} (${detected.reason}): nothing was measured or proved.`],
  };
}
