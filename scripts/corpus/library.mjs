// The library's inside as one file, so that scripts and their workers can use what is not exported.
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = new URL('../..', import.meta.url).pathname;
const PARTS = `
export { parseDockerfile } from './src/syntax/dockerfile/index.ts';
export { ecosystems } from './src/ecosystems/index.ts';
export { improvements } from './src/improvements/index.ts';
export { fold, planOf } from './src/plan/fold.ts';
export { DEFAULT_CHOICES, dockerfileOf } from './src/model/setup.ts';
export { findSetups } from './src/project/index.ts';
export { readOriginal } from './src/read-original.ts';
export { patchOf } from './src/report/patch.ts';
export { checkText } from './src/check-text.ts';
export { ShipshapeError } from './src/errors.ts';
export { fileOf } from './src/check-one.ts';
export { Checker, fixText, heard, rulesOf } from './src/lint/index.ts';
export { kindByName } from './src/lint/kind.ts';
export { rules } from './src/rules/index.ts';
export { parseYaml } from './src/syntax/yaml/index.ts';
export { checkDockerfile, detectEngine } from './src/engine/index.ts';
`;

/** Writes it to `file`, an .mjs outside the repository. */
export async function bundleLibrary(file) {
  await build({
    stdin: { contents: PARTS, resolveDir: ROOT, loader: 'ts' },
    nodePaths: [join(ROOT, 'node_modules')],
    bundle: true,
    outfile: file,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
  });
}
