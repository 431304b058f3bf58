// Writes docs/changes.md from what the changes say of themselves. With `--check` it exits 1 when the file is stale.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const PAGE = new URL('../docs/changes.md', import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), 'shipshape-docs-'));
const bundle = join(folder, 'improvements.mjs');
await build({
  entryPoints: [new URL('../src/improvements/index.ts', import.meta.url).pathname],
  bundle: true,
  outfile: bundle,
  platform: 'node',
  format: 'esm',
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
const { improvements } = await import(bundle);
rmSync(folder, { recursive: true });

const fence = (text) => `\`\`\`\n${text.trimEnd()}\n\`\`\``;

const CLASS = {
  safe: '`safe`: cannot alter what the container does',
  'needs-proof': '`needs-proof`: taken only after the result was built and run',
};

const sections = improvements.map(({ id, title, why, class: kind, rungs, examples }) => {
  const example = examples.find(({ after }) => Object.keys(after).length > 0);
  return [
    `## ${id}`,
    `**${title}.** ${why}`,
    `${CLASS[kind]}. Rungs: ${rungs.map((rung) => `\`${rung}\``).join(' → ')} → left out.`,
    ...(example === undefined ? [] : shown(example)),
  ].join('\n\n');
});

function shown({ name, before, after }) {
  const changed = Object.keys(after);
  return [
    `For example, ${name}:`,
    ...changed.flatMap((path) => [
      ...(before[path] === undefined ? [] : [`\`${path}\` before`, fence(before[path])]),
      `\`${path}\` after`,
      fence(after[path]),
    ]),
  ];
}

const page = await format(
  `# The changes, in the order in which they are made

Made from the code by \`npm run docs\`; each section is one file in \`src/improvements/\`, its examples are that file's tests.

${sections.join('\n\n')}
`,
  { ...(await resolveConfig(PAGE)), parser: 'markdown' },
);

if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/changes.md is stale: run `npm run docs`');
  process.exitCode = 1;
}
