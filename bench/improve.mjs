// npm run bench:improve: what `improve` itself takes beside the builds and runs that it asks for: its own CPU time as a
// part of the wall time, the wall time above the two cold builds, its peak memory; on an ordinary project and on one whose
// image holds 2 GB more.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineFor } from '../scripts/engine.mjs';

const ROOT = new URL('..', import.meta.url).pathname;
if (spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit', cwd: ROOT }).status !== 0)
  process.exit(1);
if (engineFor(['python-313-slim', 'pyindex']) === null) process.exit(1);

const folder = mkdtempSync(join(tmpdir(), 'shipshape-bench-'));
const example = join(ROOT, 'examples/flask-metrics');
const beside = ['reference', 'improved'].map((one) => join(example, one));
const copyTo = (name) => {
  const dir = join(folder, name);
  cpSync(example, dir, { recursive: true, filter: (path) => !beside.includes(path) });
  return dir;
};

// told by the process itself at its end: times of its children are not in them
const meter = join(folder, 'meter.mjs');
writeFileSync(
  meter,
  `import { writeFileSync } from 'node:fs';
const began = performance.now();
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const told = { wall: performance.now() - began, cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS * 1024 };
  writeFileSync(process.env.METER_FILE, JSON.stringify(told));
});
`,
);

function measure(name, dir) {
  const file = join(folder, `${name}.json`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', meter, join(ROOT, 'dist/cli.js'), 'improve', dir, '--json'],
    { encoding: 'utf8', env: { ...process.env, METER_FILE: file }, maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const { wall, cpu, memory } = JSON.parse(readFileSync(file, 'utf8'));
  const [setup] = JSON.parse(stdout).setups;
  const cold = setup.before.build.cold + setup.after.build.cold;
  console.log(`${name}: image ${(setup.before.size.uncompressed / 1e6).toFixed(0)} MB, ${setup.status}`);
  console.log(`  wall time              ${(wall / 1000).toFixed(1)} s`);
  console.log(
    `  above two cold builds  ${((wall - cold) / 1000).toFixed(1)} s (they took ${(cold / 1000).toFixed(1)} s)`,
  );
  console.log(
    `  own CPU                ${(cpu / 1000).toFixed(1)} s, ${((100 * cpu) / wall).toFixed(1)} % of it`,
  );
  console.log(`  peak memory            ${(memory / 1e6).toFixed(0)} MB\n`);
}

try {
  measure('ordinary', copyTo('ordinary'));
  const big = copyTo('big');
  const dockerfile = join(big, 'Dockerfile');
  const text = readFileSync(dockerfile, 'utf8');
  const filler = 'RUN for i in $(seq 20); do head -c 100000000 /dev/urandom >/srv/filler-$i; done\n';
  writeFileSync(dockerfile, text.replace(/^(FROM .*\n)/m, `$1${filler}`));
  measure('2 GB more', big);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
