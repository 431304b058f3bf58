// The package as strangers get it, once it is built: judged by publint, packed, installed in an empty folder without a network, and
// used there as a command, as a library and by a TypeScript program. Part of `npm run check`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('..', import.meta.url).pathname;
const bin = (name) => join(ROOT, 'node_modules/.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'shipshape-package-'));
const run = (command, args, cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

try {
  run(bin('publint'), ['--strict', '--pack', 'npm'], ROOT);
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], ROOT);
  writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "private": true, "type": "module" }\n');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.trim())]);

  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const told = run('npx', ['--no-install', 'shipshape', '--version']).trim();
  if (told !== version) throw new Error(`shipshape --version says ${told}, package.json ${version}`);

  writeFileSync(join(folder, 'Dockerfile'), 'FROM alpine\nCMD sleep 1\n');
  writeFileSync(
    join(folder, 'use.mjs'),
    `import { improve, parseDockerfile } from 'shipshape';
const { setups } = await improve('.', { engine: false });
if (setups[0].status !== 'improved') throw new Error(JSON.stringify(setups[0].error));
if (String(parseDockerfile('FROM a\\n')) !== 'FROM a\\n') throw new Error('other bytes');
`,
  );
  run(process.execPath, ['use.mjs']);

  writeFileSync(
    join(folder, 'use.ts'),
    `import { improve, parseDockerfile, type ImproveResult } from 'shipshape';
export const stages: number = parseDockerfile('FROM a').stages.length;
export const result: Promise<ImproveResult> = improve('.', { engine: false });
`,
  );
  run(bin('tsc'), [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    '',
    'use.ts',
  ]);
  console.log(`${packed.trim()}: installs, runs and type-checks elsewhere`);
} catch (error) {
  console.error(error.stdout || '', error.stderr || '', error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
