import type { ShellCommand, ShellWord } from '../types.ts';
import { hasOption, type Option, type OptionTable, readArguments, valuesOf } from './options.ts';
import { programOf } from './program.ts';

type Tool = 'npm' | 'npx' | 'yarn' | 'pnpm' | 'pnpx' | 'corepack';

/**
 * What a command does, whatever its tool calls it: `install` the project's dependencies, `add` named packages to them,
 * `add-global` programs for the whole image, `run` a script of package.json, `exec` a package's program, take unused
 * packages away (`prune`), empty the download cache (`clean-cache`), write settings (`configure`), make other package
 * managers available (`enable`).
 */
export type NodeAction =
  | 'install'
  | 'add'
  | 'add-global'
  | 'run'
  | 'exec'
  | 'prune'
  | 'clean-cache'
  | 'configure'
  | 'enable'
  | 'other';

export interface NodeCommand {
  tool: Tool;
  action: NodeAction;
  /** as written; empty when there is none (`yarn`, `npx`) */
  verb: string;
  /** what follows the verb: packages, or a script's or program's name with its arguments; dynamic ones as written */
  operands: ShellWord[];
  options: Option[];
  /** the project's folder that an option names (`--prefix`, `-C`, `--cwd`, `--dir`) */
  folder: string | null;
  /** it concerns packages of a workspace that options choose, or all of them */
  workspaces: boolean;
  /** dev dependencies are left out (true) or wanted (false) by an option; null when no option says */
  production: boolean | null;
  /** some word holds expansions */
  dynamic: boolean;
}

/** Options that take a value, from each tool's own help; npm's and pnpm's others are switches or `--name=value`. */
const TABLES: Record<Tool, OptionTable> = {
  npm: {
    letters: 'Cw',
    names:
      `prefix registry cache loglevel omit include only also workspace tag script-shell userconfig globalconfig
      fetch-retries fetch-timeout fetch-retry-mintimeout fetch-retry-maxtimeout maxsockets install-strategy cpu os libc
      before otp location node-options cafile ca proxy https-proxy noproxy access`.split(/\s+/),
  },
  npx: { letters: 'pcw', names: ['package', 'call', 'workspace', 'prefix', 'cache', 'registry'] },
  yarn: {
    letters: '',
    names:
      `cwd network-timeout network-concurrency modules-folder cache-folder registry mutex preferred-cache-folder
      global-folder link-folder use-yarnrc proxy https-proxy otp mode include from`.split(/\s+/),
  },
  pnpm: {
    letters: 'CF',
    names:
      `dir filter filter-prod registry store-dir virtual-store-dir modules-dir loglevel reporter network-concurrency
      child-concurrency fetch-retries fetch-timeout node-linker package-import-method lockfile-dir
      workspace-concurrency global-dir`.split(/\s+/),
  },
  pnpx: { letters: 'p', names: ['package'] },
  corepack: { letters: '', names: ['install-directory'] },
};

const NPM: [RegExp, NodeAction][] = [
  [/^(ci|clean-install|ic|install-clean|isntall-clean)$/, 'install'],
  [/^(i|in|ins|inst|insta|instal|isnt|isnta|isntal|isntall|install|add)$/, 'add'],
  [/^(run|run-script|rum|urn|start|stop|restart|test|t|tst)$/, 'run'],
  [/^(exec|x)$/, 'exec'],
  [/^prune$/, 'prune'],
  [/^cache$/, 'clean-cache'],
  [/^(config|c|set|get|pkg|login|whoami|version)$/, 'configure'],
];
const YARN: [RegExp, NodeAction][] = [
  [/^(|install)$/, 'install'],
  [/^add$/, 'add'],
  [/^(exec|node|dlx)$/, 'exec'],
  [/^autoclean$/, 'prune'],
  [/^cache$/, 'clean-cache'],
  [/^(config|set|policies|plugin|login|version|versions)$/, 'configure'],
  [
    /^(workspaces|remove|upgrade|up|import|link|unlink|audit|why|list|info|pack|publish|rebuild|dedupe)$/,
    'other',
  ],
  [/./, 'run'],
];
const PNPM: [RegExp, NodeAction][] = [
  [/^(install|i)$/, 'install'],
  [/^add$/, 'add'],
  [/^(exec|dlx)$/, 'exec'],
  [/^prune$/, 'prune'],
  [/^store$/, 'clean-cache'],
  [/^(config|c|set|setup|env)$/, 'configure'],
  [
    /^(|fetch|deploy|rebuild|rb|remove|rm|update|up|import|link|unlink|audit|why|list|ls|pack|publish|patch|dedupe|licenses|outdated)$/,
    'other',
  ],
  [/./, 'run'],
];

const isTool = (name: string): name is Tool => Object.hasOwn(TABLES, name);

/** Reads a command of npm, yarn, pnpm or corepack; null for other commands. */
export function nodeCommand(command: ShellCommand): NodeCommand | null {
  const program = programOf(command);
  const name = program?.name.replace(/^yarnpkg$/, 'yarn') ?? '';
  if (program === null || !isTool(name)) return null;
  const { options, operands: all } = readArguments(program.args, TABLES[name]);
  // npm's switches may be followed by their value as a word of its own
  const operands = all.filter(({ value }) => name !== 'npm' || !/^(true|false)$/.test(value ?? ''));
  const isExec = name === 'npx' || name === 'pnpx';
  const verb = isExec ? '' : wordOf(operands[0]);
  const rest = isExec ? operands : operands.slice(1);
  return {
    tool: name,
    ...actionOf(name, verb, rest, options),
    options,
    folder: valuesOf(options, '--prefix', '-C', '--cwd', '--dir').at(-1) ?? null,
    workspaces:
      hasOption(options, '-w', '--workspace', '--workspaces', '-ws', '--filter', '-F', '-r', '--recursive') ||
      (name === 'yarn' && /^workspaces?$/.test(verb)),
    production: productionOf(name, options),
    dynamic: program.args.some(({ value }) => value === null),
  };
}

const wordOf = (word: ShellWord | undefined): string => word?.value ?? word?.raw ?? '';

function actionOf(
  tool: Tool,
  verb: string,
  rest: ShellWord[],
  options: readonly Option[],
): Pick<NodeCommand, 'action' | 'verb' | 'operands'> {
  const read = (action: NodeAction, operands = rest) => ({ action, verb, operands });
  if (tool === 'npx' || tool === 'pnpx') return read('exec');
  if (tool === 'corepack') return read('enable');
  // `yarn workspace NAME build` runs a script, as `yarn build` does
  if (tool === 'yarn' && verb === 'workspace') return actionOf(tool, wordOf(rest[1]), rest.slice(2), options);
  if (tool === 'yarn' && verb === 'global') return read('add-global', rest.slice(1));
  const table = tool === 'npm' ? NPM : tool === 'yarn' ? YARN : PNPM;
  const action = table.find(([names]) => names.test(verb))?.[1] ?? 'other';
  const isGlobal = hasOption(options, '-g', '--global') || valuesOf(options, '--location').includes('global');
  if (isGlobal && (action === 'add' || action === 'install')) return read('add-global');
  const packages = rest.filter(({ value }) => value !== '.' && value !== './');
  // `npm install` and `pnpm install` with names add packages, without names they install the project's
  if (tool === 'npm' && action === 'add') return read(packages.length === 0 ? 'install' : 'add', packages);
  if (tool === 'pnpm' && action === 'install')
    return read(packages.length === 0 ? 'install' : 'add', packages);
  return read(action);
}

function productionOf(tool: Tool, options: readonly Option[]): boolean | null {
  let production: boolean | null = null;
  for (const { name, value } of options) {
    const isSwitch = /^--(production|prod)$/.test(name) || (tool === 'pnpm' && name === '-P');
    if (isSwitch) production = value !== 'false';
    else if (/^--no-(production|prod)$/.test(name)) production = false;
    else if (name === '--omit' && value === 'dev') production = true;
    else if (name === '--only' && /^prod(uction)?$/.test(value ?? '')) production = true;
    else if (/^--(include|also)$/.test(name) && value?.startsWith('dev')) production = false;
  }
  return production;
}

/** The script of package.json that a `run` runs (`npm start` runs `start`); null when it is dynamic or there is none. */
export function scriptOf({ tool, action, verb, operands }: NodeCommand): string | null {
  if (action !== 'run') return null;
  if (/^(run|run-script|rum|urn)$/.test(verb)) return operands[0]?.value ?? null;
  if (tool === 'npm') return /^(t|tst)$/.test(verb) ? 'test' : verb;
  return verb === '' ? null : verb;
}
