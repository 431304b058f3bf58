// node bench/corpus/extract.mjs MIRRORS OUT: takes from the mirrors what `npm run corpus -- OUT` reads: for each Dockerfile
// of the repositories in static.json its folder with all below it, and the compose files above it. Left out is what is too
// large to be a manifest or source, and what a folder holds beyond a good many files.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { gitDirOf } from './prepare.mjs';

/** Bytes. */
const LARGEST = 256 * 1024;
/** Files that one Dockerfile's folder may bring. */
const MOST = 3000;
const DOCKERFILE = /^(?:(?:Dockerfile|Containerfile)(?:[.-].*)?|dockerfile|.+\.[Dd]ockerfile)$/;
const COMPOSE = /^(docker-)?compose[^/]*\.ya?ml$/;

const [mirrors, out] = process.argv.slice(2);
if (out === undefined) {
  console.error('usage: node bench/corpus/extract.mjs MIRRORS OUT');
  process.exit(2);
}
for (const { repository, revision } of JSON.parse(
  readFileSync(new URL('static.json', import.meta.url), 'utf8'),
)) {
  const git = ['--git-dir', gitDirOf(mirrors, repository)];
  const files = execFileSync('git', [...git, 'ls-tree', '-r', '-l', '-z', revision], { maxBuffer: 2 ** 30 })
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, mode, id, bytes, path] = /^(\d+) blob (\w+)\s+(\d+)\t(.*)$/s.exec(line) ?? [];
      return path === undefined || mode === '120000' || Number(bytes) > LARGEST ? [] : [{ id, path }];
    });
  const folders = new Set(
    files.filter(({ path }) => DOCKERFILE.test(posix.basename(path))).map(({ path }) => posix.dirname(path)),
  );
  const left = new Map([...folders].map((folder) => [folder, MOST]));
  const wanted = files.filter(({ path }) => {
    let taken =
      COMPOSE.test(posix.basename(path)) && [...folders].some((one) => isBelow(one, posix.dirname(path)));
    for (const folder of folders) {
      if (!isBelow(path, folder)) continue;
      const rest = left.get(folder);
      left.set(folder, rest - 1);
      if (rest > 0) taken = true;
    }
    return taken;
  });
  const { stdout } = spawnSync('git', [...git, 'cat-file', '--batch'], {
    input: wanted.map(({ id }) => `${id}\n`).join(''),
    maxBuffer: 2 ** 31 - 1,
  });
  let at = 0;
  for (const { path } of wanted) {
    const end = stdout.indexOf(10, at);
    const size = Number(stdout.subarray(at, end).toString().split(' ')[2]);
    const to = join(out, repository.replace('/', '+'), path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, stdout.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  console.log(`${repository}: ${folders.size} folders, ${wanted.length} files`);
}

function isBelow(path, folder) {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}
