// npm run bench:start: how long `--version` and `--help` take against an empty Node.js, whole processes, in turn.
import { spawnSync } from 'node:child_process';

const RUNS = 25;
const ROOT = new URL('..', import.meta.url).pathname;
if (spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit', cwd: ROOT }).status !== 0)
  process.exit(1);

const commands = {
  'node -e 0': ['-e', '0'],
  'shipshape --version': ['dist/cli.js', '--version'],
  'shipshape --help': ['dist/cli.js', '--help'],
  'shipshape improve --help': ['dist/cli.js', 'improve', '--help'],
};
const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let run = 0; run <= RUNS; run++)
  for (const [name, args] of Object.entries(commands)) {
    const began = performance.now();
    spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
    // the first run of each fills the file cache
    if (run > 0) times[name].push(performance.now() - began);
  }
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const base = median(times['node -e 0']);
console.log(`median of ${RUNS} runs\n`);
for (const [name, taken] of Object.entries(times))
  console.log(
    `  ${name.padEnd(28)}${`${median(taken).toFixed(0)} ms`.padStart(8)}${`${(median(taken) / base).toFixed(2)}×`.padStart(8)}`,
  );
