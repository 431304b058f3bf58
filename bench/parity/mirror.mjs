// Reads files of a bare mirror of a repository.
import { execFileSync } from 'node:child_process';

const git = (mirror, ...args) =>
  execFileSync('git', ['--git-dir', mirror, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });

/** The paths below a folder. */
export const pathsIn = (mirror, folder) =>
  git(mirror, 'ls-tree', '-r', '--name-only', 'HEAD', folder).split('\n').filter(Boolean);

export const textOf = (mirror, path) => git(mirror, 'show', `HEAD:${path}`);
