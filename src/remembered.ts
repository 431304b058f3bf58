import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { applyPatch } from 'diff';
import { inspectImage, type Engine } from './engine/index.ts';
import { choicesOf, type ImproveOptions } from './improve-options.ts';
import type { Facts } from './model/facts.ts';
import type { SetupResult } from './model/result.ts';
import { composePaths, dockerfileOf, type Setup, type SetupPaths } from './model/setup.ts';
import { envFileOf, nameAndValue, type Asked } from './open-session.ts';
import { fingerprint, recall, remember } from './project/index.ts';
import type { DocumentPart } from './report/document/facts.ts';

/** What is kept of a run on one setup. Texts of files are not: patches make them again from the project's own. */
interface Kept {
  version: 1;
  /** ISO 8601 */
  at: string;
  result: SetupResult;
  facts: Facts;
  /** of the result: a change may have added a compose file */
  paths: SetupPaths;
}

/**
 * Stands for all that a run's outcome depends on and that can be known before it: the project's files, what was asked
 * for, the engine, the images that are built upon, and Shipshape itself.
 * @returns hexadecimal SHA-256
 */
export async function stateKey(
  asked: Asked & { options: ImproveOptions },
  original: Setup,
  engine: Engine,
): Promise<string> {
  const { projectDir, paths, options, config } = asked;
  const envFile = envFileOf(asked);
  const self = await stat(fileURLToPath(import.meta.url));
  const args = (options.buildArgs ?? [])
    .map(nameAndValue)
    .map(([name, value]) => [name, value ?? process.env[name] ?? null]);
  const { probes, secrets, target, platform, offline, measure, timeout } = options;
  const state = [
    [self.size, self.mtimeMs],
    [await fingerprint(projectDir, options.signal), paths, config],
    [engine.facts, await imagesBelow(original, engine)],
    [probes, args, secrets, target, platform, offline, measure, timeout, choicesOf(options)],
    envFile === null ? null : await readFile(envFile, 'utf8').catch(() => null),
  ];
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
}

/** Ids of the images that the Dockerfile and the compose files name. */
async function imagesBelow(setup: Setup, engine: Engine): Promise<(readonly [string, string | null])[]> {
  const inCompose = composePaths(setup.paths).flatMap((path) =>
    [...(setup.files.get(path) ?? '').matchAll(/^\s+image:\s*["']?([^\s"'#]+)/gm)].map(
      ([, name = '']) => name,
    ),
  );
  const names = new Set([...dockerfileOf(setup).stages.map(({ base }) => base), ...inCompose]);
  return Promise.all(
    [...names].map(async (name) => [name, (await inspectImage(engine, name))?.id ?? null] as const),
  );
}

/** A run on the very same state, told again; null when there was none. */
export async function recallRun(key: string, original: Setup): Promise<DocumentPart | null> {
  const kept = (await recall(key)) as Kept | null;
  if (kept?.version !== 1) return null;
  const before = { ...original, facts: kept.facts };
  const files = new Map(original.files);
  for (const { path, patch } of kept.result.files) {
    const text = applyPatch(files.get(path) ?? '', patch, { autoConvertLineEndings: false });
    if (text === false) return null;
    files.set(path, text);
  }
  const when = kept.at.replace('T', ' ').slice(0, 16);
  const note = `Nothing has changed since ${when} UTC, when this was built, run and measured; \`--fresh\` does it anew.`;
  return {
    result: { ...kept.result, notes: [note, ...kept.result.notes] },
    setups: { before, after: { ...before, paths: kept.paths, files } },
  };
}

/** Keeps what a run came to, unless it failed. */
export async function rememberRun(key: string, { result, setups }: DocumentPart): Promise<void> {
  if (setups === null || result.status === 'failed') return;
  const at = new Date().toISOString();
  const kept: Kept = { version: 1, at, result, facts: setups.before.facts, paths: setups.after.paths };
  await remember(key, kept);
}
