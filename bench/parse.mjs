// npm run bench:parse -- [DIR]: parsing and printing Dockerfiles against dockerfile-ast and dinghy, the same texts in one
// process, in turn. Without DIR the Dockerfiles of this repository, each several times over. Prints ratios to our own.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = new URL('..', import.meta.url).pathname;
const ROUNDS = 7;
const NAMED_LIKE_ONE = /^(?:Dockerfile(?:[.-].*)?|.+\.[Dd]ockerfile)$/;
const require = createRequire(import.meta.url);

async function bundled(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function textsBelow(dir) {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && NAMED_LIKE_ONE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/(^|\/)(node_modules|\.git)\//.test(path.slice(dir.length)));
  return paths.map((path) => readFileSync(path, 'utf8'));
}

const own = await bundled(`
  import { parseDockerfile } from './src/syntax/dockerfile/index.ts';
  import { shellOf } from './src/syntax/shell/index.ts';
  export const parse = (text) => String(parseDockerfile(text));
  export const withShell = (text) => {
    const tree = parseDockerfile(text);
    for (const one of tree.instructions) if (one.keyword === 'RUN') shellOf(one, tree.source);
    return String(tree);
  };
`);
const { DockerfileParser } = require('dockerfile-ast');
const dinghy = require('@tdurieux/dinghy');

const contenders = {
  'shipshape: parse, print': own.parse,
  'shipshape: and the shell in RUN': own.withShell,
  'dockerfile-ast: parse': (text) => DockerfileParser.parse(text).getInstructions().length,
  'dinghy: parse with shell, print': (text) => dinghy.parseDocker(text).toString(),
};

const dir = process.argv[2];
const texts = dir === undefined ? Array(20).fill(textsBelow(ROOT)).flat() : textsBelow(dir);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
const refused = Object.fromEntries(Object.keys(contenders).map((name) => [name, 0]));
for (let round = 0; round <= ROUNDS; round++)
  for (const [name, parse] of Object.entries(contenders)) {
    const began = performance.now();
    let failures = 0;
    for (const text of texts) {
      try {
        parse(text);
      } catch {
        failures++;
      }
    }
    // the first round warms up
    if (round > 0) times[name].push(performance.now() - began);
    refused[name] = failures;
  }

const base = median(times['shipshape: parse, print']);
const bytes = texts.reduce((sum, text) => sum + text.length, 0);
console.log(`${texts.length} files, ${(bytes / 1e3).toFixed(0)} kB, median of ${ROUNDS} rounds\n`);
for (const name of Object.keys(contenders)) {
  const ms = median(times[name]);
  const each = `${((ms * 1000) / texts.length).toFixed(0)} µs a file`.padStart(16);
  const thrown = refused[name] === 0 ? '' : `  (${refused[name]} refused)`;
  console.log(`  ${name.padEnd(34)}${each}${`${(ms / base).toFixed(1)}×`.padStart(9)}${thrown}`);
}
