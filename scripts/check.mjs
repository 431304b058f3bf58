// npm run check: format, lint, types, floors, tests without an engine. Everything runs side by side.
import { spawn } from 'node:child_process';

const BIN = new URL('../node_modules/.bin/', import.meta.url).pathname;
const steps = {
  format: [`${BIN}prettier`, '--check', '--log-level', 'warn', '.'],
  lint: [`${BIN}oxlint`, '--type-aware', '--deny-warnings'],
  types: [`${BIN}tsc`, '--noEmit'],
  floors: [process.execPath, 'scripts/floors.mjs'],
  index: [process.execPath, 'scripts/index-improvements.mjs', '--check'],
  docs: [process.execPath, 'scripts/docs.mjs', '--check'],
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
