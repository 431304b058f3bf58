import { dockerfileOf, inContext, type Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import { nodeCommand, parseShell, scriptOf, shellOf } from '../../syntax/shell/index.ts';

/**
 * What package managers, builds and tests leave on a developer machine. `node_modules` stays where the image has no
 * other way to get it, and what a build makes stays unless the image makes it itself.
 */
export function nodeLeftovers(setup: Setup): string[] {
  const manifests = manifestsOf(setup);
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
    ...manifests.flatMap((manifest) => builtFolders(setup, manifest)),
  ];
}

const hasTypeScript = (setup: Setup): boolean =>
  setup.facts.context.some(({ path }) => /(^|\/)tsconfig[^/]*\.json$/.test(path));

interface Manifest {
  /** relative to the context, '' or with a slash at its end */
  folder: string;
  scripts: Readonly<Record<string, string>>;
}

function manifestsOf(setup: Setup): Manifest[] {
  return setup.facts.context.flatMap(({ path, kind }) => {
    if (kind !== 'file' || !/(^|\/)package\.json$/.test(path) || path.includes('node_modules/')) return [];
    const folder = path.slice(0, -'package.json'.length);
    return [{ folder, scripts: scriptsIn(setup.files.get(inContext(setup, path))) }];
  });
}

/** The scripts of a package.json's text; none where it cannot be read. */
export function scriptsIn(text: string | undefined): Record<string, string> {
  try {
    const manifest: unknown = JSON.parse(text?.replace(/^\ufeff/, '') ?? '');
    const scripts: unknown =
      typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? manifest.scripts : null;
    if (typeof scripts !== 'object' || scripts === null) return {};
    return Object.fromEntries(Object.entries(scripts).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

/** Where well-known builds write unless told otherwise. */
const OUTPUTS: [RegExp, string[]][] = [
  [/\bnext build\b/, ['.next', 'out']],
  [/\bnuxt (build|generate)\b|\bnuxi build\b/, ['.nuxt', '.output']],
  [/\bastro build\b/, ['dist', '.astro']],
  [/\b(remix|react-router) [\w:]*build\b/, ['build', '.react-router']],
  [/\breact-scripts build\b/, ['build']],
  [/\bnest build\b|\b(vite|rollup|webpack|parcel|tsup|unbuild|vue-cli-service|ng)\b/, ['dist']],
  [/\bvite build\b.*svelte|svelte-kit/, ['.svelte-kit', 'build']],
];

/** Folders that the image's own build writes again. */
function builtFolders(setup: Setup, { folder, scripts }: Manifest): string[] {
  const builds = buildTexts(setup, scripts);
  const known = builds.flatMap((text) =>
    /\s--?(outDir|out-dir|outdir|dist-dir|d|o)\b/.test(text)
      ? []
      : OUTPUTS.flatMap(([build, outputs]) => (build.test(text) ? outputs : [])),
  );
  const compiles = builds.some((text) => /\b(tsc|nest build)\b/.test(text));
  const outDir = compiles ? outDirOf(setup.files.get(inContext(setup, `${folder}tsconfig.json`))) : null;
  return [...new Set([...known, ...(outDir === null ? [] : [outDir])])]
    .filter((name) => name !== 'out' || exists(setup, `${folder}out`))
    .map((name) => folder + name);
}

/** Commands of the image's RUN instructions, and of the scripts of package.json that they run. */
function buildTexts(setup: Setup, scripts: Readonly<Record<string, string>>): string[] {
  const tree = dockerfileOf(setup);
  const runs = tree.stages.flatMap(({ instructions }) => instructions.filter((one) => is(one, 'RUN')));
  const called = runs.flatMap((instruction) => shellOf(instruction, tree.source)?.commands ?? []);
  const installs = called.some((command) => nodeCommand(command)?.action === 'install');
  const todo = called.map((command) => ({ command, depth: 0 }));
  if (installs)
    for (const name of ['postinstall', 'prepare'])
      todo.push(...parseShell(scripts[name] ?? '').commands.map((command) => ({ command, depth: 1 })));
  const texts: string[] = [];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const node = nodeCommand(next.command);
    const script = node === null ? null : scriptOf(node);
    texts.push(next.command.words.map(({ value, raw }) => value ?? raw).join(' '));
    if (script === null || next.depth > 4) continue;
    const { depth } = next;
    for (const name of [script, `pre${script}`, `post${script}`])
      todo.push(
        ...parseShell(scripts[name] ?? '').commands.map((command) => ({ command, depth: depth + 1 })),
      );
  }
  return texts;
}

/** `compilerOptions.outDir` of a tsconfig.json below its own folder, comments allowed; null when it names none. */
function outDirOf(text: string | undefined): string | null {
  const found = /"outDir"\s*:\s*"([^"]+)"/.exec(
    text?.replaceAll(/^\s*\/\/.*$|\/\*[^]*?\*\//gm, '') ?? '',
  )?.[1];
  const path = found?.replace(/^(\.\/)+/, '').replace(/\/+$/, '') ?? '';
  return path === '' || path === '.' || /^(\.\.|\/)/.test(path) ? null : path;
}

/**
 * Whether TypeScript would lay its output out otherwise without a folder of sources: without `rootDir` the common folder
 * of all files counts, so that `dist/src/server.js` becomes `dist/server.js`.
 */
export function shapesOutput(setup: Setup, name: string): boolean {
  const text = setup.files.get(inContext(setup, 'tsconfig.json'));
  if (text === undefined || /"rootDir"\s*:/.test(text)) return false;
  const holdsTypeScript = setup.facts.context.some(
    ({ path }) => (path === name || path.startsWith(`${name}/`)) && /\.[cm]?tsx?$/.test(path),
  );
  const include = /"(?:include|files)"\s*:\s*\[([^\]]*)\]/.exec(text)?.[1];
  return holdsTypeScript && (include === undefined || include.includes(name) || /"(\.\/)?\*/.test(include));
}

const exists = (setup: Setup, path: string): boolean =>
  setup.facts.context.some((file) => file.path === path);
const present = (setup: Setup, paths: readonly string[]): string[] =>
  paths.filter((path) => exists(setup, path));
