import type { ShellCommand, ShellWord } from '../types.ts';
import { nodeCommand } from './node.ts';
import { type Option, type OptionTable, readArguments } from './options.ts';
import { pipCommand } from './pip.ts';
import { programOf } from './program.ts';

export type LanguageTool =
  | 'pip'
  | 'pipx'
  | 'uv'
  | 'poetry'
  | 'pipenv'
  | 'npm'
  | 'yarn'
  | 'pnpm'
  | 'bun'
  | 'gem'
  | 'bundle'
  | 'go'
  | 'cargo'
  | 'composer';

/** `install` the project's dependencies, `add` named packages, `build` the project, empty the cache, or something else. */
export type LanguageAction = 'install' | 'add' | 'build' | 'run' | 'clean' | 'configure' | 'other';

export interface LanguageCommand {
  tool: LanguageTool;
  action: LanguageAction;
  /** `install`, `mod download`, `tool install`, … */
  verb: string;
  /** the last word of the verb: options go behind it; null where there is none */
  verbWord: ShellWord | null;
  operands: readonly ShellWord[];
  options: readonly Option[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Options with a value, from each tool's own help. */
const TABLES: Readonly<Record<Exclude<LanguageTool, 'pip' | 'npm' | 'yarn' | 'pnpm' | 'go'>, OptionTable>> = {
  pipx: { letters: 'i', names: words('spec index-url python pip-args suffix preinstall backend') },
  uv: {
    letters: 'rcepwi',
    names:
      words(`requirement requirements constraint constraints editable python index-url extra-index-url index
      default-index find-links target prefix cache-dir group extra only-group no-group package project directory with
      config-file python-platform python-version no-binary only-binary resolution prerelease link-mode override`),
  },
  poetry: { letters: 'CPE', names: words('only without with extras directory project source') },
  pipenv: {
    letters: 'rcpi',
    names: words('requirements categories python index pypi-mirror extra-pip-args'),
  },
  bun: { letters: '', names: words('cwd backend registry cache-dir config omit filter') },
  gem: {
    letters: 'vinBPs',
    names: words(
      'version install-dir bindir platform source trust-policy build-root use-system-libraries http-proxy',
    ),
  },
  bundle: {
    letters: 'j',
    names: words(
      'path without with jobs retry gemfile binstubs shebang standalone target-rbconfig trust-policy',
    ),
  },
  cargo: {
    letters: 'jpFZC',
    names:
      words(`version vers git branch tag rev path root registry index features target profile jobs package
      manifest-path target-dir bin example config color`),
  },
  composer: {
    letters: 'd',
    names: words('working-dir prefer-install apcu-autoloader-prefix ignore-platform-req'),
  },
};

const PREFIXED: ReadonlyMap<string, RegExp> = new Map([
  ['uv', /^(?:pip|tool|python|cache)$/],
  ['bundle', /^config$/],
  ['composer', /^global$/],
  ['bun', /^pm$/],
  ['poetry', /^cache$/],
]);

const VERBS: Readonly<Record<string, Readonly<Record<string, LanguageAction>>>> = {
  pipx: { install: 'add', 'install-all': 'add', run: 'add' },
  uv: {
    sync: 'install',
    'pip sync': 'install',
    'pip install': 'add',
    'tool install': 'add',
    add: 'add',
    'cache clean': 'clean',
    run: 'run',
    build: 'build',
  },
  poetry: {
    install: 'install',
    sync: 'install',
    add: 'add',
    run: 'run',
    build: 'build',
    'cache clear': 'clean',
    config: 'configure',
  },
  pipenv: { install: 'install', sync: 'install', run: 'run', '--clear': 'clean' },
  bun: {
    install: 'install',
    i: 'install',
    ci: 'install',
    add: 'add',
    a: 'add',
    run: 'run',
    x: 'run',
    build: 'build',
    'pm cache': 'clean',
  },
  gem: { install: 'add', i: 'add', cleanup: 'clean' },
  bundle: {
    '': 'install',
    install: 'install',
    exec: 'run',
    clean: 'clean',
    'config set': 'configure',
    config: 'configure',
  },
  cargo: {
    install: 'add',
    build: 'build',
    b: 'build',
    fetch: 'install',
    run: 'run',
    test: 'run',
    chef: 'build',
  },
  composer: {
    install: 'install',
    i: 'install',
    require: 'add',
    'global require': 'add',
    update: 'install',
    u: 'install',
    'clear-cache': 'clean',
    clearcache: 'clean',
    cc: 'clean',
    run: 'run',
    'run-script': 'run',
    config: 'configure',
  },
};

const NODE_ACTIONS: Readonly<Record<string, LanguageAction>> = {
  install: 'install',
  add: 'add',
  'add-global': 'add',
  run: 'run',
  exec: 'run',
  'clean-cache': 'clean',
  configure: 'configure',
};

/** Programs by which these tools are called. */
export const LANGUAGE_PROGRAMS: readonly string[] = [
  ...words('pip pip2 pip3 python python2 python3 npm yarn pnpm go composer.phar'),
  ...[8, 9, 10, 11, 12, 13, 14].flatMap((minor) => [`pip3.${String(minor)}`, `python3.${String(minor)}`]),
  ...Object.keys(TABLES),
];

/** Reads a command of a language's package manager; null for other commands. */
export function languageCommand(command: ShellCommand): LanguageCommand | null {
  const called = programOf(command);
  if (called === null) return null;
  const { name, args } = called;
  if (/^(?:pip|python)/.test(name) && !/^pip(?:x|env)$/.test(name)) return pip(command);
  if (name === 'npm' || name === 'yarn' || name === 'pnpm') return node(command, args);
  if (name === 'go') return go(args);
  const tool = name === 'composer.phar' ? 'composer' : name === 'bundler' ? 'bundle' : name;
  if (!Object.hasOwn(TABLES, tool)) return null;
  const known = tool as keyof typeof TABLES;
  // what follows `--` is for a program that is built or run
  const end = args.findIndex(({ value }) => value === '--');
  const { options, operands } = readArguments(end < 0 ? args : args.slice(0, end), TABLES[known]);
  const [first, second] = operands;
  const isPair = PREFIXED.get(known)?.test(first?.value ?? '') === true && second !== undefined;
  const verbWord = (isPair ? second : first) ?? null;
  const verb = isPair ? `${first?.value ?? ''} ${second.value ?? ''}` : (first?.value ?? '');
  return {
    tool: known,
    action: VERBS[known]?.[verb] ?? 'other',
    verb,
    verbWord,
    operands: operands.slice(isPair ? 2 : 1),
    options,
  };
}

function pip(command: ShellCommand): LanguageCommand | null {
  const read = pipCommand(command);
  if (read === null) return null;
  const { verb, verbWord, operands, options } = read;
  const isProject =
    read.packages.length === 0 || read.packages.every((one) => one === '.' || one.startsWith('.['));
  const action =
    verb === 'install' || verb === 'download' || verb === 'wheel'
      ? isProject && !operands.some(({ value }) => value === null)
        ? 'install'
        : 'add'
      : verb === 'cache'
        ? 'clean'
        : verb === 'config'
          ? 'configure'
          : 'other';
  return { tool: 'pip', action, verb, verbWord, operands, options };
}

function node(command: ShellCommand, args: readonly ShellWord[]): LanguageCommand | null {
  const read = nodeCommand(command);
  if (read === null || (read.tool !== 'npm' && read.tool !== 'yarn' && read.tool !== 'pnpm')) return null;
  const verbWord =
    (read.verb === 'global' ? args.find(({ value }) => value === 'add') : undefined) ??
    args.find(({ value }) => value === read.verb) ??
    null;
  const { tool, operands, options } = read;
  const verb = read.verb === 'global' ? 'global add' : read.verb;
  return { tool, action: NODE_ACTIONS[read.action] ?? 'other', verb, verbWord, operands, options };
}

/** Options with a value of the go command, which begin with one dash. */
const GO_VALUES =
  /^-(?:ldflags|tags|o|gcflags|asmflags|gccgoflags|p|mod|modfile|C|buildmode|compiler|exec|overlay|pkgdir|toolexec|covermode|coverpkg)$/;

function go(args: readonly ShellWord[]): LanguageCommand {
  const options: Option[] = [];
  const operands: ShellWord[] = [];
  let verb = '';
  let verbWord: ShellWord | null = null;
  for (let index = 0; index < args.length; index++) {
    const word = args[index] as ShellWord;
    const text = word.value ?? word.raw;
    if (/^-./.test(text) && !(verb === 'run' && operands.length > 0)) {
      const value = GO_VALUES.test(text) ? (args[++index]?.value ?? null) : null;
      options.push({
        name: text,
        value,
        range: { start: word.range.start, end: (args[index] ?? word).range.end },
      });
    } else if (verb === '' || verb === 'mod') {
      verb = verb === '' ? text : `mod ${text}`;
      verbWord = word;
    } else operands.push(word);
  }
  const action: LanguageAction =
    verb === 'install' || verb === 'get' || verb === 'run'
      ? 'add'
      : verb === 'mod download'
        ? 'install'
        : verb === 'clean'
          ? 'clean'
          : verb === 'build' || verb === 'test' || verb === 'generate'
            ? 'build'
            : 'other';
  return { tool: 'go', action, verb, verbWord, operands, options };
}
