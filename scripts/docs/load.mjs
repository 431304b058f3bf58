// What the code says of its changes and rules, as data.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = new URL('../..', import.meta.url).pathname;
const PARTS = `
export { improvements } from './src/improvements/index.ts';
export { rules } from './src/rules/index.ts';
export { TOOLS } from './src/lint/index.ts';
`;

export async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'shipshape-docs-'));
  const bundle = join(folder, 'parts.mjs');
  try {
    await build({
      stdin: { contents: PARTS, resolveDir: ROOT, loader: 'ts' },
      bundle: true,
      outfile: bundle,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    return await import(bundle);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
