// npm run build: the CLI, the library as one file, and the types beside them. What a command does not need is not loaded:
// the CLI is split, and `check` is one file of its own (V8 keeps what it made of it) without what only `explain` needs.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  legalComments: 'none',
  logLevel: 'warning',
  // the build of `yaml` that is made of modules: what is not used of it stays out
  alias: { yaml: new URL('../node_modules/yaml/browser/dist/index.js', import.meta.url).pathname },
  // commander is CommonJS and asks for Node's modules with require
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
};
const { banner: _banner, ...modules } = common;
const split = { minify: true, outdir: 'dist', splitting: true };

const checkIsElsewhere = {
  name: 'check-is-elsewhere',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/check\.ts$/ }, ({ importer }) =>
      importer.endsWith('/src/cli/main.ts') ? { path: './cli/check.js', external: true } : null,
    ),
};
/** Examples are tests and documentation; prettier sees to it that each property begins a line of its own. */
const withoutExamples = {
  name: 'without-examples',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/rules\/[a-z0-9-]+\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replaceAll(
        /\n {2}(in)?valid: \[(?:\n[^]*?\n {2}\]|.*\]),(?=\n)/g,
        '\n  $1valid: [],',
      ),
    })),
};
await build({
  ...common,
  ...split,
  entryPoints: { cli: 'src/cli/main.ts' },
  chunkNames: 'cli/[name]-[hash]',
  plugins: [checkIsElsewhere],
});
await build({
  ...modules,
  minify: true,
  format: 'cjs',
  entryPoints: ['src/cli/check.ts'],
  outfile: 'dist/cli/check.cjs',
  plugins: [withoutExamples],
});
await build({
  ...modules,
  minify: true,
  entryPoints: ['src/cli/check-cached.ts'],
  outfile: 'dist/cli/check.js',
});
writeFileSync('dist/cli.js', `#!/usr/bin/env node\n${readFileSync('dist/cli.js', 'utf8')}`);
await build({ ...common, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' });
chmodSync('dist/cli.js', 0o755);
execFileSync('node_modules/.bin/tsc', ['--project', 'tsconfig.types.json'], { stdio: 'inherit' });
