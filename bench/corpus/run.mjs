// npm run corpus:projects -- MIRRORS [--only NAME]… [--json OUT] [--cli FILE]: `shipshape improve` on every project of
// projects.json, without probes or hints, and what came of it. MIRRORS holds `owner+name/repo` git directories. One
// project at a time; each adds a line to OUT (corpus-results.jsonl), and those that have one there are not run again.
// The engine is the one that `docker` finds. `--cli` takes another build of Shipshape than the one of this folder.
import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { recordOf } from './record.mjs';

/** ms that one project may take. */
const LIMIT = 30 * 60_000;
const root = new URL('../..', import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string', default: 'corpus-results.jsonl' },
    keep: { type: 'string' },
    cli: { type: 'string' },
  },
});
const [mirrors] = positionals;
if (mirrors === undefined || positionals.length > 1) {
  console.error(
    'usage: npm run corpus:projects -- MIRRORS [--only NAME]… [--json OUT] [--keep DIR] [--cli FILE]',
  );
  process.exit(2);
}
if (values.cli === undefined)
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit', cwd: root });
const cli = values.cli ?? join(root, 'dist/cli.js');

const projects = JSON.parse(readFileSync(new URL('projects.json', import.meta.url), 'utf8'));
const unknown = values.only.filter((name) => !projects.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`There is no project ${unknown.join(', ')} in projects.json.`);
  process.exit(2);
}
const done = new Set(
  existsSync(values.json)
    ? readFileSync(values.json, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).name)
    : [],
);
let stopped = false;
let running = null;
process.on('SIGINT', () => {
  stopped = true;
  running?.kill('SIGINT');
});

for (const project of projects) {
  if (stopped) break;
  if (done.has(project.name) || (values.only.length > 0 && !values.only.includes(project.name))) continue;
  process.stderr.write(`${project.name} … `);
  const record = await measure(project);
  if (stopped) break;
  appendFileSync(values.json, `${JSON.stringify(record)}\n`);
  process.stderr.write(`${record.status} (${record.said}), ${Math.round(record.wallMs / 1000)} s\n`);
}

/** Prepares, improves and sums up one project. */
async function measure(project) {
  const folder = mkdtempSync(join(tmpdir(), 'shipshape-corpus-'));
  const dir = join(folder, project.name);
  try {
    const prepared = prepare(project, mirrors, dir);
    const began = performance.now();
    const { status, stdout, stderr } = await improve(dir, project.service);
    const wallMs = Math.round(performance.now() - began);
    if (values.keep !== undefined) keep(project.name, stdout, stderr);
    return recordOf(project, { dir, prepared, wallMs, exit: status, stdout, stderr });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the command line as a user does; ends it, first kindly, when its time is over. */
function improve(dir, service) {
  const asked = service === undefined ? [] : ['--service', service];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, 'improve', dir, '--json', ...asked], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    const told = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (text) => (told[name] += text));
    const kindly = setTimeout(() => child.kill('SIGINT'), LIMIT);
    const atLast = setTimeout(() => child.kill('SIGKILL'), LIMIT + 120_000);
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(kindly);
      clearTimeout(atLast);
      running = null;
      resolve({ status, ...told });
    });
  });
}

function keep(name, stdout, stderr) {
  mkdirSync(values.keep, { recursive: true });
  writeFileSync(join(values.keep, `${name}.json`), stdout);
  writeFileSync(join(values.keep, `${name}.log`), stderr);
}
