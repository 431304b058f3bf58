import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A new folder with these files, removed when the test is over. */
export function folderWith(files: Files, name = 'project'): string {
  const place = mkdtempSync(join(tmpdir(), 'bad-input-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const dir = join(place, name);
  mkdirSync(dir);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

/** Path → bytes of everything in a folder but `.git`: two of them are equal when nothing was touched. */
export function contentOf(dir: string): Record<string, Buffer> {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !/^\.git(\/|$)/.test(path) && statSync(join(dir, path)).isFile(),
  );
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(dir, path))]));
}

/** Commits everything of a folder, which becomes a git repository where it is none; `empty` stops before the commit. */
export function committed(dir: string, { empty = false } = {}): void {
  const who = ['-c', 'user.name=Tests', '-c', 'user.email=tests@localhost'];
  const all = [
    ['add', '--all'],
    [...who, 'commit', '--quiet', '--message', 'all'],
  ];
  for (const args of [['init', '--quiet'], ...(empty ? [] : all)])
    execFileSync('git', args, { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] });
}
