import { readSource } from './ecosystems/index.ts';
import { ShipshapeError } from './errors.ts';
import type { Choices, Setup, SetupPaths } from './model/setup.ts';
import { readSetup } from './project/index.ts';
import { parseDockerfile } from './syntax/dockerfile/index.ts';
import { positionAt } from './syntax/text.ts';

/**
 * Reads a setup's files and what the program's own text tells.
 * @throws ShipshapeError of reading, USAGE for a target that is not there, ENGINE_UNSUPPORTED for a Windows container
 */
export async function readOriginal(
  projectDir: string,
  paths: SetupPaths,
  choices: Choices,
  signal: AbortSignal | undefined,
): Promise<Setup> {
  const read = await readSetup(projectDir, paths, signal);
  requireTarget(read.setup.files.get(paths.dockerfile) ?? '', paths);
  refuseWindows(read.setup.files.get(paths.dockerfile) ?? '', paths.dockerfile);
  const facts = {
    context: read.context,
    source: readSource(read.sources),
    bases: [],
    image: null,
    run: null,
  };
  return { ...read.setup, facts, choices };
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
