import type { Setup } from '../../model/setup.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/index.ts';
import type { Manifest } from './manifest.ts';
import { isForDevelopment } from './production.ts';
import { startPaths, type Start } from './start.ts';
import type { Install } from './steps.ts';

/**
 * The installations whose packages the program can see: Node.js looks into `node_modules` of the module's own folder
 * and of those above it. All, where the start does not tell, and in workspaces.
 */
export function wantedInstalls(
  installs: readonly Install[],
  start: Start,
  manifest: Manifest | null,
): Install[] {
  const forRunning = installs.filter((one) => !isForDevelopment(one));
  if (manifest?.hasLocalPackages === true) return [...forRunning];
  const places = [
    start.folder,
    ...startPaths(start).map((path) => path.slice(0, path.lastIndexOf('/')) || '/'),
  ];
  const seen = forRunning.filter(({ folder }) =>
    places.some((place) => folder === '/' || place === folder || place.startsWith(`${folder}/`)),
  );
  const wanted = seen.length === 0 ? forRunning : seen;
  // a later installation without dev dependencies is what the earlier one's folder ends with
  return wanted.filter(
    (one, index) =>
      !wanted.some(
        (later, position) =>
          position > index &&
          later.folder === one.folder &&
          later.production &&
          !one.production &&
          later.node.action === 'install' &&
          one.node.action === 'install',
      ),
  );
}

/** The `node_modules` folders that installations fill, absolute: as they were seen, else beside their package.json. */
export function packageFoldersOf(setup: Setup, tree: DockerfileTree, installs: readonly Install[]): string[] {
  const indexes = installs.map(({ instruction }) => tree.instructions.indexOf(instruction));
  const seen = (setup.facts.image?.steps ?? [])
    .filter(({ instruction }) => indexes.includes(instruction))
    .flatMap(({ trees }) => trees)
    .filter(({ kind }) => kind === 'node-packages')
    .flatMap(({ path }) => /^(?:.*?\/)?node_modules(?=\/|$)/.exec(path)?.[0] ?? []);
  const expected = installs.map(({ folder }) => `${folder === '/' ? '' : folder}/node_modules`);
  return [...new Set(seen.length === 0 ? expected : seen)].sort();
}
