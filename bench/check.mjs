// npm run bench:check [-- --growth --write]: `shipshape check` beside the other linters that npm has, and `docker build --check`
// where an engine answers: whole processes in turn, on one file and on many, and with --growth how its own time grows with a
// file's size.
// With --write the tables are put into docs/benchmarks.md.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { growthTable } from './check/growth.mjs';
import { installLinters } from './check/linters.mjs';

const ROOT = new URL('..', import.meta.url).pathname;
const CLI = join(ROOT, 'dist/cli.js');
const RUNS = 7;
const MANY = 5000;
/** Files that the slower ones get: their time for each file does not depend on how many there are. */
const SOME = 100;

execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit', cwd: ROOT });
const scratch = mkdtempSync(join(tmpdir(), 'shipshape-bench-'));
try {
  const linters = installLinters(scratch);
  const dockerfiles = samples(/\.Dockerfile$|^Dockerfile$/);
  const composes = samples(/compose.*\.ya?ml$/);
  const tables = [
    ['One file, whole process', oneFile(linters, dockerfiles, composes)],
    ['Many files', many(linters, dockerfiles, composes)],
    ...(process.argv.includes('--growth')
      ? [['How time grows with the size of one file', await growthTable()]]
      : []),
  ];
  for (const [title, rows] of tables) {
    console.log(title);
    console.table(rows);
  }
  if (process.argv.includes('--write')) writePage(tables, linters);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Files of this repository that are called so: real ones, of examples and of the corpus. */
function samples(name) {
  return ['bench/corpus/dockerfiles', ...readdirSync(join(ROOT, 'examples')).map((one) => `examples/${one}`)]
    .flatMap((folder) => readdirSync(join(ROOT, folder)).map((file) => join(ROOT, folder, file)))
    .filter((path) => name.test(path.slice(path.lastIndexOf('/') + 1)));
}

function timed([command, ...args], cwd = scratch) {
  const began = performance.now();
  const { error, status } = spawnSync(command, args, { cwd, stdio: 'ignore' });
  if (error !== undefined || status === null) throw error ?? new Error(`${command} was ended`);
  return performance.now() - began;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Each in turn, so that what else the machine does falls on all alike; the first round fills the file cache. */
function inTurn(commands, runs) {
  const times = new Map(commands.map(([name]) => [name, []]));
  for (let run = 0; run <= runs; run++)
    for (const [name, command, cwd] of commands) {
      const taken = timed(command, cwd);
      if (run > 0) times.get(name).push(taken);
    }
  return new Map([...times].map(([name, taken]) => [name, median(taken)]));
}

function oneFile(linters, [dockerfile], [compose]) {
  const commands = [
    ['node -e 0', [process.execPath, '-e', '0']],
    ['shipshape check (Dockerfile)', [process.execPath, CLI, 'check', '--no-config', dockerfile]],
    ['shipshape check (compose)', [process.execPath, CLI, 'check', '--no-config', compose]],
    ...linters.map(({ name, kind, command }) => [name, command([kind === 'compose' ? compose : dockerfile])]),
  ];
  const times = inTurn(commands, RUNS);
  const base = times.get('node -e 0');
  return [...times].map(([name, ms]) => ({
    command: name,
    ms: Math.round(ms),
    'of node -e 0': `${(ms / base).toFixed(2)}×`,
  }));
}

function many(linters, dockerfiles, composes) {
  const ours = (name, files, count) => {
    const folder = copies(name, files, count);
    const single = copies(`${name}-1`, files, 1);
    const flags = ['check', '--no-config', '--preset', 'strict', '--format', 'compact', '--fail-on', 'never'];
    const [all, one] = inTurn(
      [
        ['all', [process.execPath, CLI, ...flags, '.'], folder],
        ['one', [process.execPath, CLI, ...flags, '.'], single],
      ],
      1,
    ).values();
    return rate(`shipshape check, all rules (${name})`, count, all - one);
  };
  const theirs = linters.flatMap(({ name, kind, command, takesMany }) => {
    const files = kind === 'compose' ? composes : dockerfiles;
    const folder = copies(`for-${name.replaceAll(/\W/g, '-')}`, files, SOME);
    const paths = readdirSync(folder).map((one) =>
      join(folder, one, kind === 'compose' ? 'compose.yaml' : 'Dockerfile'),
    );
    const began = performance.now();
    if (takesMany) timed(command(paths));
    else for (const path of paths.slice(0, 20)) timed(command([path]));
    return [rate(`${name} (${kind})`, takesMany ? SOME : 20, performance.now() - began)];
  });
  return [ours('Dockerfiles', dockerfiles, MANY), ours('compose files', composes, MANY / 10), ...theirs];
}

function rate(command, files, ms) {
  return {
    command,
    files,
    seconds: (ms / 1000).toFixed(2),
    'files a second': Math.round((files / ms) * 1000),
  };
}

/** A folder with so many copies of these files, in turn. */
function copies(name, files, count) {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    const file = files[index % files.length];
    const isCompose = /ya?ml$/.test(file);
    // each in a folder of its own, as in a repository of many projects
    mkdirSync(join(folder, `${index}`));
    copyFileSync(file, join(folder, `${index}`, isCompose ? 'compose.yaml' : 'Dockerfile'));
  }
  return folder;
}

function writePage(tables, linters) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const told = tables.map(([title, rows]) => {
    const heads = Object.keys(rows[0]);
    return `## ${title}\n\n${[line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(heads.map((head) => row[head])))].join('\n')}\n`;
  });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const text = `# Benchmarks of \`shipshape check\`

Made by \`npm run bench:check -- --write\`: Shipshape ${version}, Node.js ${process.versions.node}, ${cpus().length} × ${cpus()[0].model.trim()}. The files are those of \`examples/\` and \`bench/corpus/dockerfiles\`, copied as often as needed. Whole processes, one after another in turn, medians of ${RUNS} (one run for many files); start-up is taken off where it says "files a second" of ours, and not of the others, whose start-up is spread over ${SOME} files, or is part of each of 20 where a linter takes one file only. Beside it: ${linters.map(({ name }) => name).join(', ')}.

${told.join('\n')}`;
  writeFileSync(join(ROOT, 'docs/benchmarks.md'), text);
  execFileSync(join(ROOT, 'node_modules/.bin/prettier'), ['--write', join(ROOT, 'docs/benchmarks.md')]);
}
