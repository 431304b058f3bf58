// npm test: all tests. Engine tests use the engine that answers, or the testbed; where there is neither they are
// skipped and counted. SHIPSHAPE_REQUIRE_ENGINE=1 (as .ci/run sets it) makes a skipped engine test a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineFor, IMAGES } from './engine.mjs';

const root = new URL('..', import.meta.url).pathname;
const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit', cwd: root });
if (built.status !== 0) process.exit(1);
engineFor(IMAGES);

const folder = mkdtempSync(join(tmpdir(), 'shipshape-test-'));
const json = join(folder, 'results.json');
const { status } = spawnSync(
  'node_modules/.bin/vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${json}`, ...process.argv.slice(2)],
  { stdio: ['ignore', 'inherit', 'inherit'], cwd: root },
);
let results;
try {
  results = JSON.parse(readFileSync(json, 'utf8'));
} catch {
  console.error('The test runner left no results.');
  process.exit(status || 1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const skipped = results.testResults.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter((test) => test.status === 'pending' || test.status === 'skipped')
    .map((test) => `${name.replace(root, '')}: ${test.fullName}`),
);
if (skipped.length > 0) {
  console.log(`\nSkipped, since no Docker engine answers (${skipped.length}):`);
  for (const test of skipped) console.log(`  ${test}`);
}
console.log(
  `\n${results.numPassedTests} passed, ${results.numFailedTests} failed, ${skipped.length} skipped`,
);
const required = process.env.SHIPSHAPE_REQUIRE_ENGINE === '1';
if (required && skipped.length > 0) console.error('An engine test was skipped where none may be.');
process.exit(status !== 0 ? status : required && skipped.length > 0 ? 1 : 0);
