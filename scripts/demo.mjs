// npm run demo: improves examples/flask-metrics in a copy and prints the table.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineFor } from './engine.mjs';

const root = new URL('..', import.meta.url).pathname;
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit', cwd: root }).status ?? 1;

if (run(process.execPath, ['scripts/build.mjs']) !== 0) process.exit(1);
const engine = engineFor(['python-313-slim', 'pyindex']);
const folder = mkdtempSync(join(tmpdir(), 'shipshape-demo-'));
const dir = join(folder, 'flask-metrics');
try {
  const example = join(root, 'examples/flask-metrics');
  const beside = ['reference', 'improved'].map((name) => join(example, name));
  cpSync(example, dir, { recursive: true, filter: (path) => !beside.includes(path) });
  console.error(`shipshape improve ${dir} (a copy of examples/flask-metrics)\n`);
  process.exitCode = run(process.execPath, [
    'dist/cli.js',
    'improve',
    dir,
    ...(engine === null ? ['--no-engine'] : []),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
