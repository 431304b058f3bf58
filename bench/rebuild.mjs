// npm run bench: how long examples/flask-metrics takes to build again after an edit of its source, as it was and as
// `shipshape improve` makes it. Both in turn, so that a busy moment of the machine meets both.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineFor } from '../scripts/engine.mjs';

const RUNS = 5;
const root = new URL('..', import.meta.url).pathname;
if (spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit', cwd: root }).status !== 0)
  process.exit(1);
if (engineFor(['python-313-slim', 'pyindex']) === null) process.exit(1);
const { improve } = await import(`${root}dist/index.js`);

const folder = mkdtempSync(join(tmpdir(), 'shipshape-bench-'));
const label = `shipshape.bench=${process.pid}`;
const tagOf = (name) => `shipshape-bench-${process.pid}:${name}`;
const dirOf = (name) => join(folder, name);
const sides = ['before', 'after'];
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const row = (label, before, after, ratio) => {
  const times = [before, after].map((ms) => `${(ms / 1000).toFixed(2)} s`.padStart(9));
  console.log(`  ${label.padEnd(6)}${times.join(' ')}  ${ratio.toFixed(1).padStart(5)}×`);
};

/** ms that `docker build` takes. */
function build(name) {
  const began = performance.now();
  const args = ['build', '--quiet', '--label', label, '--tag', tagOf(name), dirOf(name)];
  const { status, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - began;
}

try {
  const example = join(root, 'examples/flask-metrics');
  const beside = ['reference', 'improved'].map((one) => join(example, one));
  for (const name of sides)
    cpSync(example, dirOf(name), { recursive: true, filter: (path) => !beside.includes(path) });
  const { setups } = await improve(dirOf('after'), { write: true });
  if (setups[0]?.status !== 'improved') throw new Error(`not improved: ${JSON.stringify(setups[0]?.error)}`);
  for (const name of sides) build(name);

  const times = { before: [], after: [] };
  console.log('After a source edit\n\n  run      before     after  ratio');
  for (let run = 1; run <= RUNS; run++) {
    for (const name of sides) {
      appendFileSync(join(dirOf(name), 'app.py'), `# ${process.pid} ${run} ${Date.now()}\n`);
      times[name].push(build(name));
    }
    const [before, after] = sides.map((name) => times[name].at(-1));
    row(String(run), before, after, before / after);
  }
  const ratios = times.before.map((before, at) => before / times.after[at]);
  row('median', median(times.before), median(times.after), median(ratios));
} finally {
  // a build that takes over a tag leaves the image that had it behind
  const { stdout } = spawnSync('docker', ['image', 'ls', '--quiet', '--filter', `label=${label}`], {
    encoding: 'utf8',
  });
  const images = [...new Set(stdout.split('\n').filter(Boolean))];
  if (images.length > 0) spawnSync('docker', ['image', 'rm', '--force', ...images], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
}
