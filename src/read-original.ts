import { readPythonSource } from './ecosystems/python/source.ts';
import type { SourceFacts } from './model/facts.ts';
import type { Setup, SetupPaths } from './model/setup.ts';
import { readSetup } from './project/index.ts';

/** Reads a setup's files and what the program's own text tells. */
export async function readOriginal(
  projectDir: string,
  paths: SetupPaths,
  signal: AbortSignal | undefined,
): Promise<Setup> {
  const read = await readSetup(projectDir, paths, signal);
  const source: SourceFacts = readPythonSource(read.sources);
  return { ...read.setup, facts: { context: read.context, source, bases: [], image: null, run: null } };
}
