import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import { nodeCommand, parseShell, shellOf } from '../../syntax/shell/index.ts';
import { followed, type BuildCommand } from './build-commands.ts';
import { writtenBy } from './build-tools.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { hasTypeScript, outDirOf } from './tsconfig.ts';

/**
 * What package managers, builds and tests leave on a developer machine. `node_modules` stays where the image has no
 * other way to get it, and what a build makes stays unless the image makes it itself.
 */
export function nodeLeftovers(setup: Setup): string[] {
  const manifests = manifestPaths(setup);
  const installs = /\b(npm|yarn|pnpm|bun)\b/.test(dockerfileOf(setup).source);
  if (manifests.length === 0 || !installs) return [];
  return [
    '**/node_modules',
    'npm-debug.log*',
    'yarn-error.log',
    ...present(setup, ['yarn-debug.log', '.pnpm-debug.log', '.pnpm-store', '.yarn/install-state.gz']),
    'coverage',
    '.nyc_output',
    '.eslintcache',
    ...present(setup, [
      '.turbo',
      '.parcel-cache',
      '.cache',
      '.vercel',
      '.netlify',
      'playwright-report',
      'test-results',
    ]),
    // with it and without the output, TypeScript builds nothing
    ...(hasTypeScript(setup) ? ['**/*.tsbuildinfo'] : []),
    ...manifests.flatMap((path) => builtFolders(setup, readManifest(setup, path))),
  ];
}

/** The package.json files of the project itself, relative to the context. */
const manifestPaths = (setup: Setup): string[] =>
  setup.facts.context.flatMap(({ path, kind }) =>
    kind === 'file' && /(^|\/)package\.json$/.test(path) && !path.includes('node_modules/') ? [path] : [],
  );

/** Folders that the image's own build writes again. */
function builtFolders(setup: Setup, manifest: Manifest | null): string[] {
  if (manifest === null) return [];
  const { folder, scripts } = manifest;
  const outDir = outDirOf(setup, folder);
  const written = buildCommands(setup, scripts).flatMap(
    (command) => writtenBy(command, outDir)?.leaves ?? [],
  );
  const inFolder = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  return [...new Set(written)]
    .map(inFolder)
    .filter((path) => !/(^|\/)out$/.test(path) || exists(setup, path));
}

/** Commands of the image's RUN instructions, through the scripts of package.json that they run. */
function buildCommands(setup: Setup, scripts: Readonly<Record<string, string>>): BuildCommand[] {
  const tree = dockerfileOf(setup);
  const runs = tree.stages.flatMap(({ instructions }) => instructions.filter((one) => is(one, 'RUN')));
  const called = runs.flatMap((instruction) => shellOf(instruction, tree.source)?.commands ?? []);
  const installs = called.some((command) => nodeCommand(command)?.action === 'install');
  const byInstalls = installs ? [scripts['postinstall'], scripts['prepare']] : [];
  return [...called, ...byInstalls.flatMap((text) => parseShell(text ?? '').commands)].flatMap((command) =>
    followed(command, scripts),
  );
}

const exists = (setup: Setup, path: string): boolean =>
  setup.facts.context.some((file) => file.path === path);
const present = (setup: Setup, paths: readonly string[]): string[] =>
  paths.filter((path) => exists(setup, path));
