import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export interface Remote {
  /** the address that people open in a browser, without credentials; null when there is none */
  address: string | null;
  /** the project's folder is the repository's own, or there is no repository: no other project shares its root */
  isOwn: boolean;
}

/** The remote `origin` of the repository that a folder lies in, read from git's own files. */
export async function readRemote(projectDir: string): Promise<Remote> {
  const start = resolve(projectDir);
  for (let folder = start; ; folder = dirname(folder)) {
    const config = await configOf(join(folder, '.git'));
    if (config !== null) return { address: webAddress(originOf(config)), isOwn: folder === start };
    if (folder === dirname(folder)) return { address: null, isOwn: true };
  }
}

/** `.git` is a folder, or in a worktree or submodule a file that names one. */
async function configOf(git: string): Promise<string | null> {
  const found = await stat(git).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return textOf(join(git, 'config'));
  const named = /^gitdir:\s*(.+?)\s*$/m.exec((await textOf(git)) ?? '')?.[1];
  if (named === undefined) return null;
  const own = resolve(dirname(git), named);
  const common = (await textOf(join(own, 'commondir')))?.trim() ?? '.';
  return textOf(join(resolve(own, common), 'config'));
}

const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

function originOf(config: string): string {
  let section = '';
  for (const line of config.split(/\r?\n/)) {
    const header = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) section = header;
    const url = section === 'remote "origin"' ? /^\s*url\s*=\s*"?(.*?)"?\s*$/.exec(line)?.[1] : undefined;
    if (url !== undefined) return url;
  }
  return '';
}

/** `git@github.com:org/app.git` → `https://github.com/org/app`; null for paths and names that only ssh knows. */
export function webAddress(url: string): string | null {
  const web = /^(https?):\/\/(?:[^@/]*@)?([\w.-]+(?::\d+)?)\/(.+)$/.exec(url);
  const ssh = /^(?:(?:ssh|git)(?:\+\w+)?:\/\/)(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+)$/.exec(url);
  const short = /^(?:[\w.-]+@)([\w.-]+):(?!\/)(.+)$/.exec(url);
  const [scheme, host, path] =
    web === null ? ['https', (ssh ?? short)?.[1], (ssh ?? short)?.[2]] : [web[1], web[2], web[3]];
  if (host === undefined || path === undefined || !host.includes('.') || /[\s?#@~]/.test(path)) return null;
  return `${scheme}://${host}/${path.replace(/\/+$/, '').replace(/\.git$/, '')}`;
}
