import { readSource } from './ecosystems/index.ts';
import { ShipshapeError } from './errors.ts';
import type { Choices, Setup, SetupPaths } from './model/setup.ts';
import { readProjectFacts, readSetup } from './project/index.ts';
import { parseDockerfile } from './syntax/dockerfile/index.ts';
import { positionAt } from './syntax/text.ts';

/**
 * Reads a setup's files and what the program's own text tells.
 * @param instead a text that takes the place of the Dockerfile's own
 * @throws ShipshapeError of reading, USAGE for a target that is not there, ENGINE_UNSUPPORTED for a Windows container
 */
export async function readOriginal(
  projectDir: string,
  paths: SetupPaths,
  choices: Choices,
  signal: AbortSignal | undefined,
  instead?: string,
): Promise<Setup> {
  const read = await readSetup(projectDir, paths, signal);
  const files = new Map(read.setup.files);
  if (instead !== undefined) files.set(paths.dockerfile, instead);
  const dockerfile = files.get(paths.dockerfile) ?? '';
  requireTarget(dockerfile, paths);
  refuseWindows(dockerfile, paths.dockerfile);
  const facts = {
    context: read.context,
    source: readSource(read.sources),
    project: await readProjectFacts(projectDir, paths.context),
    bases: [],
    image: null,
    run: null,
  };
  return { ...read.setup, files, facts, choices };
}

/** A target that no stage is called by would be taken for the last stage. */
function requireTarget(dockerfile: string, { dockerfile: path, target = null }: SetupPaths): void {
  const stages = parseDockerfile(dockerfile).stages;
  const isThere = stages.some(
    ({ name, index }) => name === target?.toLowerCase() || String(index) === target,
  );
  if (target === null || isThere) return;
  const names = stages.map(({ name, index }) => name ?? String(index)).join(', ');
  throw new ShipshapeError('USAGE', {
    what: `${path} has no stage ${target} (it has: ${names}).`,
    where: { path, line: null },
    hint: 'Name one of its stages with `--target`.',
  });
}

/** Windows images have no users, signals and package managers as the changes know them. */
function refuseWindows(dockerfile: string, path: string): void {
  const stage = parseDockerfile(dockerfile).stages.find(({ base }) =>
    /nanoserver|servercore|(^|\/)windows[:/]/i.test(base),
  );
  if (stage === undefined) return;
  throw new ShipshapeError('ENGINE_UNSUPPORTED', {
    what: `${stage.base} is a Windows image; only Linux containers are improved.`,
    where: { path, line: positionAt(dockerfile, stage.from.range.start).line },
    hint: 'Name another Dockerfile with `--file`.',
  });
}
