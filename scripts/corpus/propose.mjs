// The proposal that `improve --no-engine` makes for one Dockerfile, and what must hold of any.
import { dirname, relative } from 'node:path';

/** @returns a plain record: `refused` for input that is told to be no good, `failures` for what must not be */
export async function proposal(library, root, file) {
  const { DEFAULT_CHOICES, fold, improvements, planOf, readOriginal, ShipshapeError } = library;
  const name = relative(root, file);
  let setup;
  try {
    const { dir, paths } = await setupOf(library, root, file);
    setup = await readOriginal(dir, paths, DEFAULT_CHOICES, undefined);
  } catch (error) {
    if (error instanceof ShipshapeError)
      return { name, refused: error.code, why: error.message, failures: [] };
    throw error;
  }
  const began = performance.now();
  const plan = planOf(improvements);
  const { setup: after, steps } = fold(setup, plan);
  const ms = performance.now() - began;
  const again = fold(after, plan);
  return {
    name,
    refused: null,
    ms,
    ...shapeOf(library, setup),
    applied: steps.filter(({ result }) => result.kind === 'applied').map(({ change }) => change.id),
    twoStages: reasonFor(steps.find(({ change }) => change.id === 'two-stages')),
    changed: changedIn(setup, after),
    patch: patchesOf(library, setup, after),
    dockerfile: [setup, after].map(({ files, paths }) => files.get(paths.dockerfile)),
    ignore: [setup, after].map(({ files, paths }) => files.get(paths.ignore) ?? null),
    failures: failuresOf(library, setup, after, again).map((one) => `${name}: ${one}`),
  };
}

/** As the compose file above it builds it, when one does; else with its own folder as the context. */
async function setupOf({ findSetups, ShipshapeError }, root, file) {
  for (let dir = dirname(file); !relative(root, dir).startsWith('..'); dir = dirname(dir)) {
    try {
      const [paths] = await findSetups(dir, { file: relative(dir, file) });
      if (paths.service !== null) return { dir, paths };
    } catch (error) {
      if (!(error instanceof ShipshapeError)) throw error;
    }
    if (relative(root, dir) === '') break;
  }
  const dir = dirname(file);
  const [paths] = await findSetups(dir, { file });
  return { dir, paths };
}

/**
 * How many stages up to the one that is built, on what, and which ecosystem it is of: the one that knows its
 * installation, else the base's.
 */
function shapeOf({ dockerfileOf, ecosystems }, setup) {
  const tree = dockerfileOf(setup);
  const last = tree.stages.at(-1);
  let base = last?.base ?? '';
  for (const stage of tree.stages.toReversed()) if (stage.name === base.toLowerCase()) base = stage.base;
  const installs =
    ecosystems.find((one) => last !== undefined && one.installsIn(last, tree.source))?.id ?? null;
  const [, named = null] = /(?:^|\/)(python|node)(?::|@|$)/.exec(base) ?? [];
  return {
    stages: tree.stages.length,
    base,
    installs,
    ecosystem: installs ?? named,
    service: setup.paths.service,
  };
}

const reasonFor = (step) =>
  step?.result.kind === 'applied'
    ? { made: true, reason: null }
    : { made: false, reason: step?.result.reason ?? null };

const changedIn = (before, after) =>
  [...after.files].filter(([path, text]) => before.files.get(path) !== text).map(([path]) => path);

function patchesOf({ patchOf }, before, after) {
  return changedIn(before, after)
    .map((path) => patchOf({ path, before: before.files.get(path) ?? null, after: after.files.get(path) }))
    .join('');
}

function failuresOf({ parseDockerfile }, before, after, again) {
  const failures = [];
  const { dockerfile } = before.paths;
  const [old, now] = [before, after].map(({ files }) => files.get(dockerfile));
  const problems = (text) => parseDockerfile(text).problems.map(({ code, message }) => `${code}: ${message}`);
  const known = new Set(problems(old));
  for (const one of problems(now)) if (!known.has(one)) failures.push(`new problem in the proposal: ${one}`);
  const moved = changedIn(after, again.setup);
  if (moved.length > 0) {
    const by = again.steps.filter(({ result }) => result.kind === 'applied').map(({ change }) => change.id);
    failures.push(`a second fold changes ${moved.join(', ')} (${by.join(', ')})`);
  }
  for (const path of changedIn(before, after)) {
    const [was, is] = [before, after].map(({ files }) => files.get(path) ?? '');
    if (/\r\n/.test(was) && !/(^|[^\r])\n/.test(was) && /(^|[^\r])\n/.test(is))
      failures.push(`${path}: CRLF not kept`);
    if (was !== '' && !/\r/.test(was) && /\r/.test(is)) failures.push(`${path}: CR where there was none`);
  }
  return failures;
}

export const isSingleAndSupported = ({ refused, stages, ecosystem }) =>
  refused === null && stages === 1 && ecosystem !== null;
