// npm run examples: makes examples/*/improved again, the changed files as the tool makes them. Needs an engine.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { engineFor, IMAGES } from './engine.mjs';

const root = new URL('..', import.meta.url).pathname;
const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit', cwd: root });
if (built.status !== 0) process.exit(1);
if (engineFor(IMAGES) === null) process.exit(1);
const { improve } = await import(`${root}dist/index.js`);

for (const name of readdirSync(join(root, 'examples'))) {
  const example = join(root, 'examples', name);
  const improved = join(example, 'improved');
  const folder = mkdtempSync(join(tmpdir(), 'shipshape-examples-'));
  try {
    const dir = join(folder, name);
    const beside = ['reference', 'improved'].map((one) => join(example, one));
    cpSync(example, dir, { recursive: true, filter: (path) => !beside.includes(path) });
    const { setups } = await improve(dir, { write: true });
    const failed = setups.find(({ error }) => error !== null);
    if (failed) throw new Error(`${name}: ${failed.error.message}`);
    if (existsSync(improved)) rmSync(improved, { recursive: true });
    for (const { path } of setups.flatMap(({ files }) => files)) {
      mkdirSync(dirname(join(improved, path)), { recursive: true });
      cpSync(join(dir, path), join(improved, path));
      console.log(`examples/${name}/improved/${path}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
