// How the time of `check` grows with the size of one file: hostile and merely long ones. Linear means that the time for
// each megabyte stays what it is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Texts of about so many bytes; the name tells what kind of file it is. */
const SHAPES = {
  'Dockerfile: many instructions': [
    'Dockerfile',
    (size) =>
      `FROM debian:13\n${repeated('RUN apt-get update && apt-get install -y curl\nENV A=b\nCOPY a /b\n', size)}`,
  ],
  'Dockerfile: one endless RUN': [
    'Dockerfile',
    (size) => `FROM debian:13\nRUN true${repeated(' && \\\n  apt-get install -y x', size)}\n`,
  ],
  'Dockerfile: one endless line': [
    'Dockerfile',
    (size) => `FROM debian:13\nRUN echo ${repeated('x ', size)}\n`,
  ],
  'Dockerfile: one endless word': ['Dockerfile', (size) => `FROM debian:13\nENV A=${repeated('x', size)}\n`],
  'Dockerfile: open brackets': ['Dockerfile', (size) => `FROM debian:13\nRUN ${repeated('$(', size)}\n`],
  'Dockerfile: open quotes': ['Dockerfile', (size) => `FROM debian:13\nRUN ${repeated(`"'`, size)}\n`],
  'Dockerfile: subshells': [
    'Dockerfile',
    (size) => `FROM debian:13\nRUN ${repeated('(', size / 2)}x${repeated(')', size / 2)}\n`,
  ],
  'Dockerfile: variables': ['Dockerfile', (size) => `FROM debian:13\n${repeated('ENV A=$A:x\n', size)}`],
  'Dockerfile: stages': ['Dockerfile', (size) => repeated('FROM a AS b\nCOPY --from=b /x /x\n', size)],
  'Dockerfile: stages on stages': [
    'Dockerfile',
    (size) =>
      `FROM a AS s0\n${Array.from({ length: size / 20 }, (_, index) => `FROM s${index} AS s${index + 1}\n`).join('')}`,
  ],
  'Dockerfile: comments': ['Dockerfile', (size) => `${repeated('# hadolint ignore=DL3008\n', size)}FROM a\n`],
  'Dockerfile: ignored installs': [
    'Dockerfile',
    (size) => `FROM debian:13\n${repeated('# shipshape ignore=no-sudo\nRUN sudo x\n', size)}`,
  ],
  'Dockerfile: here-documents': ['Dockerfile', (size) => `FROM a\n${repeated('RUN <<E\nsudo x\nE\n', size)}`],
  'Dockerfile: continuations': ['Dockerfile', (size) => `FROM a\nRUN ${repeated('\\\n', size)}x\n`],
  'Dockerfile: no line breaks, no sense': ['Dockerfile', (size) => repeated(`\u0001[{"'$(\\`, size)],
  'Dockerfile: labels': ['Dockerfile', (size) => `FROM a\nLABEL ${repeated('a=b ', size)}\n`],
  'compose: many services': [
    'compose.yaml',
    (size) =>
      `services:\n${Array.from({ length: size / 60 }, (_, index) => `  s${index}:\n    image: a\n    ports: ["80:80"]\n    volumes: [a:/b]\n`).join('')}`,
  ],
  'compose: nested': ['compose.yaml', (size) => `a: ${repeated('[', size / 2)}${repeated(']', size / 2)}\n`],
  'compose: aliases of aliases': [
    'compose.yaml',
    (size) =>
      `a0: &a0 [x, x]\n${Array.from({ length: Math.min(size / 30, 1e4) }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`).join('')}`,
  ],
  'ignore file': ['.dockerignore', (size) => repeated('**/a*b*c*\n!x\n', size)],
  'env file': ['.env', (size) => repeated('A=b\n', size)],
};

const repeated = (text, size) => text.repeat(Math.max(1, Math.floor(size / text.length)));
const SIZES = [100_000, 1_000_000];
const LARGEST = 10_000_000;
/** A shape that took so long at one size is not tried at ten times of it. */
const PATIENCE = 20_000;

export async function growthTable() {
  const scratch = mkdtempSync(join(tmpdir(), 'shipshape-growth-'));
  try {
    const file = join(scratch, 'library.mjs');
    await build({
      entryPoints: [join(ROOT, 'src/check-text.ts')],
      bundle: true,
      outfile: file,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    const { checkText } = await import(file);
    checkText('Dockerfile', SHAPES['Dockerfile: many instructions'][1](10_000), { preset: 'strict' });
    return Object.entries(SHAPES).map(([name, shape]) => row(checkText, name, shape));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function row(checkText, name, [path, textOf]) {
  const cells = { file: name };
  const times = [];
  for (const size of [...SIZES, LARGEST]) {
    const head = `${size / 1_000_000} MB, ms`;
    if ((times.at(-1) ?? 0) > PATIENCE / 10) {
      cells[head] = 'not tried';
      continue;
    }
    const text = textOf(size);
    const began = process.cpuUsage();
    checkText(path, text, { preset: 'strict' });
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / 1000);
    cells[head] = Math.round(times.at(-1));
  }
  const last = times.at(-1);
  const before = times.at(-2);
  cells['for ten times the size'] = `${(last / Math.max(before, 1)).toFixed(1)}×`;
  return cells;
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await growthTable());
