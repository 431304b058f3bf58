// The floors: an arrow (import) only ever points down, and the pure floors import nothing of Node's.
// Run by `npm run check`; prints each breach as file: what, and exits 1.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const SRC = new URL('../src/', import.meta.url).pathname;

/** Higher number = higher floor. Folders that share a floor do not import each other. */
const FLOOR = {
  cli: 9,
  '.': 8, // index.ts and improve.ts: the way through the house
  report: 7,
  proof: 6,
  engine: 5,
  image: 5,
  registry: 5,
  project: 5, // the user's folder: read, snapshot, write
  plan: 4,
  improvements: 3.5, // what to change; forms are renewed by rules
  rules: 3,
  lint: 2, // files as rules see them
  score: 3, // the security score: a pure function of what was measured
  ecosystems: 2,
  model: 1,
  syntax: 0,
};
/** Below the engine everything is text and data in, text and data out. */
const PURE_BELOW = FLOOR.engine;
/** errors.ts is the one file that every floor may know. */
const SHARED = new Set(['errors.ts']);
const BUILTIN = /^(node:|bun:)/;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .toSorted();

const breaches = [];
for (const file of files) {
  const folder = file.includes('/') ? file.slice(0, file.indexOf('/')) : '.';
  const floor = FLOOR[folder];
  if (floor === undefined) {
    breaches.push(`src/${file}: folder ${folder} is on no floor; see scripts/floors.mjs`);
    continue;
  }
  const text = readFileSync(join(SRC, file), 'utf8');
  for (const [, specifier] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)) {
    const pure = SHARED.has(file) || floor < PURE_BELOW;
    if (BUILTIN.test(specifier)) {
      if (pure) breaches.push(`src/${file}: a pure floor imports ${specifier}`);
      continue;
    }
    if (!specifier.startsWith('.')) continue;
    const target = normalize(join(dirname(file), specifier));
    if (target.startsWith('..') || SHARED.has(target)) continue;
    const targetFolder = target.includes('/') ? target.slice(0, target.indexOf('/')) : '.';
    const targetFloor = FLOOR[targetFolder];
    const upward = SHARED.has(file) || (targetFolder !== folder && !(targetFloor < floor));
    if (upward) breaches.push(`src/${file}: an arrow up or sideways, to src/${relative('', target)}`);
  }
}

for (const breach of breaches) console.error(breach);
if (breaches.length > 0) process.exit(1);
