// npm run build: the CLI as one bundled file, the library as another, and the types beside them.
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
  // commander is CommonJS and asks for Node's modules with require
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
};
await build({
  ...common,
  minify: true,
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  // what a command does not need is not loaded
  splitting: true,
  chunkNames: 'cli/[name]-[hash]',
  banner: { js: common.banner.js },
});
await build({ ...common, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' });
writeFileSync('dist/cli.js', `#!/usr/bin/env node\n${readFileSync('dist/cli.js', 'utf8')}`);
chmodSync('dist/cli.js', 0o755);
execFileSync('node_modules/.bin/tsc', ['--project', 'tsconfig.types.json'], { stdio: 'inherit' });
