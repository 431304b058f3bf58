// Writes src/improvements/index.ts: every file of the folder that exports a Change, in the order that order.ts tells.
// With `--check` nothing is written; it exits 1 when the file is stale, or a change has no place in the order.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../src/improvements/', import.meta.url).pathname;
const INDEX = `${FOLDER}index.ts`;

const order = [...readFileSync(`${FOLDER}order.ts`, 'utf8').matchAll(/^ {2}'([\w-]+)',$/gm)].map(
  ([, id]) => id,
);

const changes = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts') && !/^index\.ts$|\.(test|fixture)\.ts$/.test(name))
  .flatMap((file) => {
    const text = readFileSync(FOLDER + file, 'utf8');
    const [, name, id] = /^export const (\w+): Change = \{\n {2}id: '([\w-]+)'/m.exec(text) ?? [];
    if (name === undefined && /\bconst \w+: Change\b/.test(text))
      throw new Error(`src/improvements/${file}: a Change is exported as an object that begins with its id`);
    return name === undefined ? [] : [{ file, name, id }];
  })
  .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));

const astray = changes.filter(({ id }) => !order.includes(id));
for (const { file, id } of astray) console.error(`src/improvements/${file}: ${id} has no place in order.ts`);

const text = `// Made by scripts/index-improvements.mjs; don't edit.
import type { Change } from '../model/change.ts';
import { ORDER } from './order.ts';
import { ruleFixes } from './rule-fixes.ts';
${changes.map(({ file, name }) => `import { ${name} } from './${file}';\n`).join('')}
/** Every change, in the order in which they are applied. */
export const improvements: readonly Change[] = [
${changes.map(({ name }) => `  ${name},\n`).join('')}  ...ruleFixes,
].toSorted((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
`;

if (!process.argv.includes('--check')) writeFileSync(INDEX, text);
else if (read(INDEX) !== text) {
  console.error('src/improvements/index.ts is stale: run `node scripts/index-improvements.mjs`');
  process.exitCode = 1;
}
if (astray.length > 0) process.exitCode = 1;

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
