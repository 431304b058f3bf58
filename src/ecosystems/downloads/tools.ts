import type { Setup } from '../../model/setup.ts';
import type { ShellCommand } from '../../syntax/shell/index.ts';
import { nodeCommand, pipCommand } from '../../syntax/shell/index.ts';

/** A package manager that keeps what it downloads in a folder of its own. */
export interface DownloadTool {
  id: 'pip' | 'npm' | 'yarn' | 'pnpm';
  installs(command: ShellCommand): boolean;
  /** empties the folder, and does nothing else */
  cleans(command: ShellCommand): boolean;
  /** an option that keeps the folder out of use */
  offOption: RegExp | null;
  /** a variable that keeps it out of use when it is set */
  offVariable: string | null;
  /** an option that names another folder */
  folderOption: RegExp;
  /** variables that name another folder, the strongest first, and where below it the downloads lie */
  folderVariables: readonly { name: string; below: string }[];
  folder(home: string, isRoot: boolean): string;
  /** further options of a cache mount */
  mountOptions: readonly string[];
}

type NodeTool = 'npm' | 'yarn' | 'pnpm';

/** It installs dependencies, adds packages or programs, or only fetches them. */
function installsWith(command: ShellCommand, tool: NodeTool): boolean {
  const node = nodeCommand(command);
  if (node?.tool !== tool || node.options.some(({ name }) => /^(--version|--help|-v|-h)$/.test(name)))
    return false;
  return (
    /^(install|add|add-global)$/.test(node.action) || (tool === 'pnpm' && /^(fetch|deploy)$/.test(node.verb))
  );
}

function cleansWith(command: ShellCommand, tool: NodeTool): boolean {
  const node = nodeCommand(command);
  const what = node?.operands[0]?.value ?? '';
  return node?.tool === tool && node.action === 'clean-cache' && /^(clean|clear|rm|prune)$/.test(what);
}

/** https://pip.pypa.io/en/stable/topics/caching/; options may be shortened as long as they are told apart. */
const pip: DownloadTool = {
  id: 'pip',
  installs: (command) => /^(install|download|wheel)$/.test(pipCommand(command)?.verb ?? ''),
  cleans: (command) =>
    pipCommand(command)?.verb === 'cache' && command.words.some(({ value }) => value === 'purge'),
  offOption: /^--no-cache(-dir)?$/,
  offVariable: 'PIP_NO_CACHE_DIR',
  folderOption: /^--cache-dir(=|$)/,
  folderVariables: [
    { name: 'PIP_CACHE_DIR', below: '' },
    { name: 'XDG_CACHE_HOME', below: '/pip' },
  ],
  folder: (home) => `${home}/.cache/pip`,
  mountOptions: [],
};

/** https://docs.npmjs.com/cli/using-npm/config#cache */
const npm: DownloadTool = {
  id: 'npm',
  installs: (command) => installsWith(command, 'npm'),
  cleans: (command) => cleansWith(command, 'npm'),
  offOption: null,
  offVariable: null,
  folderOption: /^--cache(=|$)/,
  folderVariables: [
    { name: 'npm_config_cache', below: '' },
    { name: 'NPM_CONFIG_CACHE', below: '' },
  ],
  folder: (home) => `${home}/.npm`,
  mountOptions: [],
};

/** Yarn 1 (https://classic.yarnpkg.com/lang/en/docs/cli/cache/): as root it keeps to /usr/local/share. Two at once would spoil it. */
const yarn: DownloadTool = {
  id: 'yarn',
  installs: (command) => installsWith(command, 'yarn'),
  cleans: (command) => cleansWith(command, 'yarn'),
  offOption: null,
  offVariable: null,
  folderOption: /^--cache-folder(=|$)/,
  folderVariables: [{ name: 'YARN_CACHE_FOLDER', below: '' }],
  folder: (home, isRoot) => (isRoot ? '/usr/local/share/.cache/yarn' : `${home}/.cache/yarn`),
  mountOptions: ['sharing=locked'],
};

/** https://pnpm.io/settings#storedir and https://pnpm.io/docker; one store serves all projects. */
const pnpm: DownloadTool = {
  id: 'pnpm',
  installs: (command) => installsWith(command, 'pnpm'),
  cleans: (command) => cleansWith(command, 'pnpm'),
  offOption: null,
  offVariable: null,
  folderOption: /^--store-dir(=|$)/,
  folderVariables: [
    { name: 'npm_config_store_dir', below: '' },
    { name: 'PNPM_HOME', below: '/store' },
    { name: 'XDG_DATA_HOME', below: '/pnpm/store' },
  ],
  folder: (home) => `${home}/.local/share/pnpm/store`,
  mountOptions: ['id=pnpm'],
};

export const DOWNLOAD_TOOLS: readonly DownloadTool[] = [pip, npm, yarn, pnpm];

/** Newer yarns keep their cache elsewhere, each in its own way, and some run programs from it. */
export const isYarnBerry = ({ facts, files }: Setup): boolean =>
  facts.context.some(({ path }) => /(^|\/)(\.yarnrc\.yml|\.pnp\.cjs)$/.test(path)) ||
  [...files].some(
    ([path, text]) => /(^|\/)package\.json$/.test(path) && /"packageManager"\s*:\s*"yarn@[2-9]/.test(text),
  );
