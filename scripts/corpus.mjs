// npm run corpus -- DIR [--fix] [--check] [--json FILE] [--patches DIR] [--parse-only] [--parity]: parses every Dockerfile below DIR and makes
// the proposal that `improve --no-engine` makes. Fails on a crash, on bytes that did not come back, on a proposal that
// does not parse, does not hold still or loses its line ends, and with --check on a new warning of `docker build --check`.
// With --fix it mends what `check --fix` and `--fix=all` mend instead, which must be idempotent and still parse; with --check
// too, what `--fix` made of Dockerfiles may have no new warning.
// With --parity it proposes nothing, but fails where `docker build --check` and `shipshape check` do not tell the same.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { newWarnings } from './corpus/check.mjs';
import { dockerfilesBelow } from './corpus/files.mjs';
import { fixReport } from './corpus/fix.mjs';
import { bundleLibrary } from './corpus/library.mjs';
import { parityOver } from './corpus/parity.mjs';
import { parseReport } from './corpus/parse.mjs';
import { proposals } from './corpus/pool.mjs';
import { isSingleAndSupported } from './corpus/propose.mjs';
import { histograms, summary } from './corpus/told.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: 'boolean', default: false },
    fix: { type: 'boolean', default: false },
    'parse-only': { type: 'boolean', default: false },
    parity: { type: 'boolean', default: false },
    json: { type: 'string' },
    patches: { type: 'string' },
  },
});
if (positionals.length !== 1) {
  console.error(
    'usage: npm run corpus -- DIR [--fix] [--check] [--json FILE] [--patches DIR] [--parse-only] [--parity]',
  );
  process.exit(2);
}
const root = resolve(positionals[0]);
const scratch = mkdtempSync(join(tmpdir(), 'shipshape-corpus-'));
const say = (text) => process.stderr.isTTY && process.stderr.write(`\r${text} `);
const failures = [];
const told = { version: 1 };
try {
  const libraryFile = join(scratch, 'library.mjs');
  await bundleLibrary(libraryFile);
  const library = await import(libraryFile);
  const files = [];
  for await (const file of dockerfilesBelow(root)) files.push(file);
  told.parsed = await parseAll(library, files);
  if (options.parity) await compareAll(library, files);
  else if (options.fix) await fixAll(library);
  else if (!options['parse-only']) await proposeAll(library, libraryFile, files);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const line of failures) console.error(`FAIL ${line}`);
console.log(`${failures.length} failures`);
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify({ ...told, failures }, null, 1)}\n`);
if (failures.length > 0 || told.parsed.files === 0) process.exit(1);

async function parseAll(library, files) {
  const totals = {
    files: files.length,
    'not UTF-8': 0,
    lines: 0,
    instructions: 0,
    heredocs: 0,
    stages: 0,
    'with problems': 0,
  };
  let spent = 0;
  for (const file of files) {
    const { isUtf8, ms, lines, tree, problem, failure } = parseReport(
      library,
      relative(root, file),
      await readFile(file),
    );
    if (!isUtf8) totals['not UTF-8']++;
    spent += ms;
    if (failure !== null) failures.push(failure);
    if (problem !== null) {
      totals['with problems']++;
      console.log(problem);
    }
    if (tree === null) continue;
    totals.lines += lines;
    totals.instructions += tree.instructions.length;
    totals.stages += tree.stages.length;
    for (const { heredocs } of tree.instructions) totals.heredocs += heredocs.length;
  }
  const parsed = { ...totals, 'parse time in ms': Math.round(spent) };
  console.table(parsed);
  return parsed;
}

/** `check --fix` and `--fix=all` on all that check looks at: idempotent, and what is left still parses. */
async function fixAll(library) {
  const mended = [];
  const totals = { files: 0, findings: 0, 'safe: mended files': 0, 'all: mended files': 0 };
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const path = join(root, name);
    if (library.kindByName(name) === null || !statSync(path).isFile()) continue;
    say(`${++totals.files} checked`);
    const text = readFileSync(path, 'utf8');
    const report = fixReport(library, name, text);
    if (library.kindByName(name) === 'dockerfile')
      mended.push({ name, dockerfile: [text, report.safelyFixed], ignore: ['', ''] });
    totals.findings += report.findings;
    totals['safe: mended files'] += Number(report.safe);
    totals['all: mended files'] += Number(report.all);
    failures.push(...report.failures);
  }
  told.fixed = totals;
  console.table(totals);
  if (options.check) await judge(library, mended, 'warnings that the fixes end');
}

async function proposeAll(library, libraryFile, files) {
  const records = await proposals(libraryFile, root, files);
  failures.push(...records.flatMap((record) => record.failures));
  told.proposed = summary(records);
  console.table(told.proposed);
  told.histograms = histograms(records);
  for (const [name, counts] of Object.entries(told.histograms)) {
    console.log(name);
    console.table(counts);
  }
  if (options.patches !== undefined) writePatches(records);
  if (options.check) await judge(library, records, 'warnings that the proposals end');
  told.files = records.map(({ dockerfile: _texts, patch: _patch, ignore: _ignore, ...rest }) => rest);
}

/** `docker build --check` of both sides of each record. */
async function judge(library, records, whatEnds) {
  told.checked = await newWarnings(library, records, say);
  if (told.checked === null) return console.log('--check: no Docker engine answers');
  const { judged, unchanged, notJudged, new: fresh, gone } = told.checked;
  failures.push(...fresh.map((one) => `new warning: ${one}`));
  console.table({
    judged,
    'nothing to judge': unchanged,
    'could not be judged': notJudged.length,
    'new warnings': fresh.length,
  });
  console.log(whatEnds);
  console.table(gone);
}

async function compareAll(library, files) {
  told.parity = await parityOver(library, root, files, say);
  if (told.parity === null) return console.log('--parity: no Docker engine answers');
  const { agree, disagree, refused, unresolvable, checks } = told.parity;
  const before = told.parity['refused, and told more before'];
  failures.push(...disagree, ...before);
  console.table({ agree, disagree: disagree.length, refused, unresolvable });
  console.log('warnings on which both agree or not');
  console.table(checks);
}

function writePatches(records) {
  mkdirSync(options.patches, { recursive: true });
  for (const record of records.filter((one) => one.crash === undefined && isSingleAndSupported(one)))
    writeFileSync(join(options.patches, `${record.name.replaceAll('/', '~')}.patch`), record.patch);
}
