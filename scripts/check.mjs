// npm run check: format, lint, types, floors, generated files, unused and duplicate code, the package, tests without an
// engine. Once the command is built everything runs side by side.
import { spawn, spawnSync } from 'node:child_process';

const BIN = new URL('../node_modules/.bin/', import.meta.url).pathname;
if (spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0) process.exit(1);
const steps = {
  format: [`${BIN}prettier`, '--check', '--log-level', 'warn', '.'],
  lint: [`${BIN}oxlint`, '--type-aware', '--deny-warnings'],
  types: [`${BIN}tsc`, '--noEmit'],
  floors: [process.execPath, 'scripts/floors.mjs'],
  index: [process.execPath, 'scripts/index-improvements.mjs', '--check'],
  rules: [process.execPath, 'scripts/index-rules.mjs', '--check'],
  docs: [process.execPath, 'scripts/docs.mjs', '--check'],
  unused: [`${BIN}knip`, '--no-progress'],
  // eight lines with the same sixty tokens are no accident
  duplicates: [
    `${BIN}jscpd`,
    ...'src scripts test bench --format typescript,javascript --mode weak --min-lines 8 --min-tokens 60'.split(
      ' ',
    ),
    ...'--reporters console --exit-code 1'.split(' '),
  ],
  package: [process.execPath, 'scripts/package.mjs'],
  tests: [`${BIN}vitest`, 'run', '--project', 'unit'],
};

const run = (name, [command, ...args]) =>
  new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ name, failed: true, output: String(error) }));
    child.on('close', (code) => {
      const failed = code !== 0;
      console.log(`${failed ? 'FAIL' : 'ok  '} ${name} ${((Date.now() - started) / 1000).toFixed(1)} s`);
      resolve({ name, failed, output });
    });
  });

const results = await Promise.all(Object.entries(steps).map(([name, command]) => run(name, command)));
for (const { name, output } of results.filter(({ failed }) => failed))
  console.error(`\n--- ${name}\n${output}`);
if (results.some(({ failed }) => failed)) process.exit(1);
