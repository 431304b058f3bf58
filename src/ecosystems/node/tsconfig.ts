import { inContext, type Setup } from '../../model/setup.ts';

/** Whether a project has a tsconfig.json anywhere. */
export const hasTypeScript = (setup: Setup): boolean =>
  setup.facts.context.some(({ path }) => /(^|\/)tsconfig[^/]*\.json$/.test(path));

/**
 * `compilerOptions.outDir` of the tsconfig.json beside a package.json, comments allowed, relative to that folder.
 * @param folder relative to the context; '' for the context itself
 * @returns null when it names none, or one that does not lie inside the folder
 */
export function outDirOf(setup: Setup, folder: string): string | null {
  const text = setup.files.get(inContext(setup, folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`));
  const plain = text?.replaceAll(/^\s*\/\/.*$|\/\*[^]*?\*\//gm, '') ?? '';
  const found = /"outDir"\s*:\s*"([^"]+)"/.exec(plain)?.[1];
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
