// npm run corpus -- DIR: parses every Dockerfile below DIR; fails on a crash or on bytes that did not come back.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const NAMED_LIKE_ONE = /^(?:(?:Dockerfile|Containerfile)(?:[.-].*)?|dockerfile|.+\.[Dd]ockerfile)$/;
const ROOT = new URL('..', import.meta.url).pathname;

async function loadParser() {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'src/syntax/dockerfile/index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

async function* dockerfilesBelow(dir) {
  for (const entry of (await readdir(dir, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== '.git' && entry.name !== 'node_modules') yield* dockerfilesBelow(path);
    } else if (entry.isFile() && NAMED_LIKE_ONE.test(entry.name)) yield path;
  }
}

function tiles(tree) {
  let at = 0;
  const gaps = tree.nodes.map(({ range }) => {
    const gap = tree.source.slice(at, range.start);
    at = range.end;
    return gap;
  });
  return [...gaps, tree.source.slice(at)].every((gap) => /^(?:\r*\n)?$|^\r+$/.test(gap));
}

const dir = process.argv[2];
if (dir === undefined) {
  console.error('usage: npm run corpus -- DIR');
  process.exit(2);
}

const { parseDockerfile } = await loadParser();
const totals = {
  files: 0,
  'not UTF-8': 0,
  lines: 0,
  instructions: 0,
  heredocs: 0,
  stages: 0,
  'with problems': 0,
};
const failures = [];
const problems = [];
let spent = 0;
for await (const path of dockerfilesBelow(dir)) {
  const name = relative(dir, path);
  const bytes = await readFile(path);
  totals.files++;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isUtf8 = Buffer.from(text).equals(bytes);
  if (!isUtf8) totals['not UTF-8']++;
  try {
    const started = performance.now();
    const tree = parseDockerfile(text);
    spent += performance.now() - started;
    const printed = Buffer.from(String(tree));
    if (isUtf8 ? !printed.equals(bytes) : String(tree) !== text) failures.push(`${name}: other bytes`);
    else if (!tiles(tree)) failures.push(`${name}: text between nodes`);
    totals.lines += text.split('\n').length;
    totals.instructions += tree.instructions.length;
    totals.stages += tree.stages.length;
    for (const { heredocs } of tree.instructions) totals.heredocs += heredocs.length;
    if (tree.problems.length > 0) totals['with problems']++;
    const [first, ...more] = tree.problems;
    if (first !== undefined) {
      const line = text.slice(0, first.range.start).split('\n').length;
      problems.push(
        `${name}:${line}: ${first.code}: ${first.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
      );
    }
  } catch (error) {
    failures.push(`${name}: ${error.stack}`);
  }
}

for (const line of problems) console.log(line);
for (const line of failures) console.error(`FAIL ${line}`);
console.table({ ...totals, failures: failures.length, 'parse time in ms': Math.round(spent) });
if (failures.length > 0 || totals.files === 0) process.exit(1);
