import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShipshapeError, type ErrorCode } from '../errors.ts';
import {
  buildImage,
  inPlainWords,
  type BuildFailure,
  type BuildInputs,
  type BuildResult,
} from '../engine/index.ts';
import type { Setup } from '../model/setup.ts';
import { snapshotContext, writeInto, type Snapshot } from '../project/index.ts';
import { parseDockerfile } from '../syntax/dockerfile/index.ts';
import { buildInputsOf } from './compose-model.ts';
import { runEnvironment } from './run-environment.ts';
import { subjectOf, type Session } from './session.ts';

/** A copy of the project outside it, with the texts of one setup in it. */
export interface Workplace {
  setup: Setup;
  snapshot: Snapshot;
}

/** Copies the project and puts the setup's texts in; the copy is removed with the run. */
export async function workplaceFor(session: Session, setup: Setup): Promise<Workplace> {
  const snapshot = await snapshotContext(session.projectDir, session.paths, { signal: session.signal });
  session.run.register(() => snapshot.dispose());
  const texts = new Map(setup.files);
  if (session.withoutSyntaxLine) {
    const { dockerfile } = setup.paths;
    texts.set(dockerfile, withoutSyntaxLine(texts.get(dockerfile) ?? ''));
  }
  await writeInto(snapshot, await changedTexts(snapshot.dir, texts));
  return { setup, snapshot };
}

/** Only what differs is written, so that the other files keep their bytes and times. */
async function changedTexts(dir: string, texts: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const changed = new Map<string, string>();
  for (const [path, text] of texts) {
    const there = await readFile(join(dir, path), 'utf8').catch(() => null);
    if (there !== text) changed.set(path, text);
  }
  return changed;
}

/** Line numbers stay: the directive's text goes, its line ending does not. */
export function withoutSyntaxLine(dockerfile: string): string {
  const syntax = parseDockerfile(dockerfile).directives.find(({ name }) => name === 'syntax');
  if (syntax === undefined) return dockerfile;
  return `${dockerfile.slice(0, syntax.range.start)}#${dockerfile.slice(syntax.range.end)}`;
}

const inputs = new WeakMap<Workplace, Promise<BuildInputs>>();

/** What `docker build` is given for a setup in its copy of the project; compose is asked once for each copy. */
export function inputsOf(session: Session, workplace: Workplace): Promise<BuildInputs> {
  const { setup, snapshot } = workplace;
  const known =
    inputs.get(workplace) ??
    buildInputsOf(session, setup, snapshot.dir, runEnvironment(session, setup).interpolation);
  inputs.set(workplace, known);
  return known;
}

export async function build(
  session: Session,
  workplace: Workplace,
  options: { tag: string; noCache: boolean },
): Promise<BuildResult> {
  const given = await inputsOf(session, workplace);
  const result = await buildImage(session.engine, {
    ...given,
    tag: options.tag,
    noCache: options.noCache,
    labels: session.run.labels,
    cacheNamespace: session.cacheNamespace,
    timeoutMs: session.options.buildTimeoutMs,
    signal: session.signal,
    freeSpaceWatch:
      session.engine.dataRoot === null ? null : { path: session.engine.dataRoot, minFreeBytes: 2e9 },
  });
  if (result.failure?.kind === 'interrupted')
    throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
  if (result.failure?.kind === 'engine-lost')
    throw new ShipshapeError('ENGINE_LOST', { what: result.failure.message });
  return result;
}

const CODES: Partial<Record<BuildFailure['kind'], ErrorCode>> = {
  timeout: 'BUILD_TIMEOUT',
  'base-unresolvable': 'BASE_UNRESOLVABLE',
  'frontend-unresolvable': 'FRONTEND_UNRESOLVABLE',
};

/** A build failure as the error that people see. */
export function buildError(session: Session, failure: BuildFailure, dockerfile: string): ShipshapeError {
  const tail = failure.logTail.trim();
  return new ShipshapeError(CODES[failure.kind] ?? 'BUILD_FAILED', {
    what: `${subjectOf(session)} does not build: ${inPlainWords(failure)}${tail === '' ? '' : `\n${tail}`}`,
    where: { path: dockerfile, line: failure.line },
  });
}

/** A name that no image of the user's has; the run's id is in it. */
export const tagFor = (session: Session, name: string): string => `shipshape-${session.run.id}:${name}`;
