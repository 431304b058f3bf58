import { inContext, type Setup } from '../../model/setup.ts';
import { isObject, jsonObject, readManifest, type Manifest } from './manifest.ts';

/**
 * Why a lock file cannot be taken as it is, by its text: it is none, of another version of its tool, or not in step with
 * its package.json. Formats: npm's package-lock.json documentation, Yarn 1's own lock files. What pnpm writes changed too
 * often to tell without it.
 * @param manifest path of the package.json, relative to the context
 * @returns null when nothing speaks against it
 */
export function outOfStep(setup: Setup, tool: string, manifest: string, lock: string): string | null {
  const read = readManifest(setup, manifest);
  const text = setup.files.get(inContext(setup, lock));
  if (read === null || text === undefined) return `${lock} or its package.json could not be read`;
  if (read.hasLocalPackages) return 'its packages are part of a workspace';
  const isRight = tool === 'npm' ? npmInStep : tool === 'yarn' ? yarnInStep : () => true;
  if (tool === 'yarn' && !text.includes('# yarn lockfile v1')) return `${lock} is of a later Yarn`;
  return isRight(read, text) ? null : `${lock} is out of step with package.json`;
}

const rangesOf = ({ dependencies, devDependencies }: Manifest) =>
  Object.entries({ ...devDependencies, ...dependencies });

function npmInStep(manifest: Manifest, text: string): boolean {
  const lock = jsonObject(text);
  if (lock === null || typeof lock['lockfileVersion'] !== 'number') return false;
  const { packages, dependencies } = lock;
  const root = isObject(packages) ? packages[''] : null;
  if (!isObject(root))
    return rangesOf(manifest).every(([name]) => isObject(dependencies) && Object.hasOwn(dependencies, name));
  const locked = ['devDependencies', 'optionalDependencies', 'dependencies'].reduce<Record<string, unknown>>(
    (all, kind) => ({ ...all, ...(isObject(root[kind]) ? root[kind] : {}) }),
    {},
  );
  const wanted = rangesOf(manifest);
  return (
    wanted.length === Object.keys(locked).length && wanted.every(([name, range]) => locked[name] === range)
  );
}

/** Its keys are the ranges as they are wanted: `express@^4.21.2:`, `"@babel/core@^7.0.0", "@babel/core@^7.1.0":`. */
function yarnInStep(manifest: Manifest, text: string): boolean {
  const keys = new Set(
    text
      .split(/\r?\n/)
      .filter((line) => /^["\w@].*:$/.test(line))
      .flatMap((line) => line.slice(0, -1).split(', '))
      .map((key) => key.replaceAll('"', '')),
  );
  return rangesOf(manifest).every(([name, range]) => keys.has(`${name}@${range}`));
}
