// npm run docs: writes what the code says of itself: docs/changes.md, a page for each rule with their index, how to come
// from another linter, and the rules in the schema of shipshape.yaml. With `--check` it exits 1 when something is stale.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { changesPage } from './docs/changes.mjs';
import { comingFromPage } from './docs/coming-from.mjs';
import { load } from './docs/load.mjs';
import { configSchema } from './docs/config-schema.mjs';
import { indexPage, rulePage } from './docs/rules.mjs';

const ROOT = new URL('..', import.meta.url).pathname;
const { improvements, rules, TOOLS } = await load();

const read = (path) => {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return null;
  }
};
const pages = new Map([
  ['docs/changes.md', changesPage(improvements)],
  ['docs/rules/README.md', indexPage(rules, TOOLS)],
  ['docs/coming-from.md', comingFromPage(rules)],
  ['schema/shipshape.schema.json', configSchema(read('schema/shipshape.schema.json'), rules)],
  ...rules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)]),
]);
const stale = [];
for (const [path, text] of pages) {
  const options = {
    ...(await resolveConfig(join(ROOT, path))),
    parser: path.endsWith('.md') ? 'markdown' : 'json',
  };
  const formatted = await format(text, options);
  if (read(path) === formatted) continue;
  stale.push(path);
  if (process.argv.includes('--check')) continue;
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), formatted);
}
for (const name of readdirSync(join(ROOT, 'docs/rules')))
  if (!pages.has(`docs/rules/${name}`)) {
    stale.push(`docs/rules/${name}`);
    if (!process.argv.includes('--check')) rmSync(join(ROOT, 'docs/rules', name));
  }
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`stale: ${stale.join(', ')}: run \`npm run docs\``);
  process.exitCode = 1;
}
