// Writes src/rules/index.ts: every rule of the folder, by id. With `--check` it exits 1 when the file is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../src/rules/', import.meta.url).pathname;
const INDEX = `${FOLDER}index.ts`;

const rules = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts') && !/^index\.ts$|\.(test|fixture)\.ts$/.test(name))
  .flatMap((file) => {
    const [, name, id] =
      /^export const (\w+) = defineRule\(\{\n {2}id: '([\w-]+)'/m.exec(readFileSync(FOLDER + file, 'utf8')) ??
      [];
    if (name === undefined)
      throw new Error(`src/rules/${file} exports no rule; what rules share belongs into a folder`);
    if (file !== `${id}.ts`)
      throw new Error(`src/rules/${file}: a rule's file has the name of its id, ${id}`);
    return [{ file, name }];
  });

const text = `// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
${rules.map(({ file, name }) => `import { ${name} } from './${file}';\n`).join('')}
/** Every rule, by id. */
export const rules = [
${rules.map(({ name }) => `  ${name},\n`).join('')}] as unknown as readonly Rule[];
`;

if (!process.argv.includes('--check')) writeFileSync(INDEX, text);
else if (readFileSync(INDEX, 'utf8') !== text) {
  console.error('src/rules/index.ts is stale: run `node scripts/index-rules.mjs`');
  process.exitCode = 1;
}
