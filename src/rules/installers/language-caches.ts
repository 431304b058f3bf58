import {
  isDeletedAfter,
  isMounted,
  languageCallsIn,
  settingOf,
  type LanguageCall,
} from '../../lint/index.ts';
import { hasOption } from '../../syntax/shell/index.ts';

type Tool = LanguageCall['tool'];

/** What an installer keeps of its downloads, and how that is told. */
export interface LanguageCache {
  /** where it lies, `~` for the home of the user; emptying or mounting any one of them will do */
  folders: readonly string[];
  /** variables that name another folder */
  variables: readonly string[];
  /** options and variables that keep it out of use */
  off?: { options: readonly string[]; variables: readonly string[] };
  /** empties it; null where there is no such command */
  command: string | null;
}

/** From each tool's own manual. */
export const LANGUAGE_CACHES: Readonly<Partial<Record<Tool, LanguageCache>>> = {
  pip: {
    folders: ['~/.cache/pip'],
    variables: ['PIP_CACHE_DIR'],
    off: { options: ['--no-cache-dir', '--no-cache'], variables: ['PIP_NO_CACHE_DIR'] },
    command: 'pip cache purge',
  },
  uv: {
    folders: ['~/.cache/uv'],
    variables: ['UV_CACHE_DIR'],
    off: { options: ['--no-cache', '--no-cache-dir', '-n'], variables: ['UV_NO_CACHE'] },
    command: 'uv cache clean',
  },
  npm: {
    folders: ['~/.npm'],
    variables: ['npm_config_cache', 'NPM_CONFIG_CACHE'],
    command: 'npm cache clean --force',
  },
  yarn: {
    folders: ['~/.cache/yarn', '/usr/local/share/.cache/yarn', '~/.yarn/berry/cache'],
    variables: ['YARN_CACHE_FOLDER'],
    command: 'yarn cache clean',
  },
  pnpm: {
    folders: ['~/.local/share/pnpm/store', '/pnpm/store'],
    variables: ['npm_config_store_dir'],
    command: null,
  },
  bundle: {
    folders: ['/usr/local/bundle/cache', '/usr/local/bundle', '~/.bundle/cache', '/vendor/bundle'],
    variables: ['BUNDLE_PATH', 'GEM_HOME'],
    command: null,
  },
  go: {
    folders: ['/go/pkg/mod', '~/go/pkg/mod', '~/.cache/go-build'],
    variables: ['GOMODCACHE', 'GOCACHE', 'GOPATH'],
    command: null,
  },
  cargo: {
    folders: ['/usr/local/cargo/registry', '~/.cargo/registry'],
    variables: ['CARGO_HOME'],
    command: null,
  },
  composer: {
    folders: ['~/.composer/cache', '/tmp/cache', '~/.cache/composer'],
    variables: ['COMPOSER_CACHE_DIR', 'COMPOSER_HOME'],
    off: { options: ['--no-cache'], variables: [] },
    command: 'composer clear-cache',
  },
};

const isTrue = (value: string | null | undefined): boolean =>
  value !== undefined && (value === null || !/^(?:0|off|no|false|)$/i.test(value));

/** Whether a call keeps nothing: an option or a variable says so. */
export function isCacheOff({ options, command }: LanguageCall, { off }: LanguageCache): boolean {
  if (off === undefined) return false;
  return hasOption(options, ...off.options) || isTrue(settingOf(command, ...off.variables));
}

/** The cache's folders as they hold for a call. */
export function foldersOf({ command }: LanguageCall, { folders, variables }: LanguageCache): string[] {
  const named = variables.flatMap((name) => settingOf(command, name)?.replace(/\/$/, '') ?? []);
  return [...named.map((path) => path.replace(/^\/root(?=\/|$)/, '~')), ...folders];
}

/** Whether a mount keeps the cache out of the layer. */
export const isCacheMounted = (call: LanguageCall, cache: LanguageCache): boolean =>
  isMounted(call.command.instruction, foldersOf(call, cache));

/** Whether the same RUN empties the cache behind the call. */
export function isCacheEmptied(call: LanguageCall, cache: LanguageCache): boolean {
  const { command } = call;
  return (
    languageCallsIn(command.instruction).some(
      ({ tool, action, command: { index } }) =>
        tool === call.tool && action === 'clean' && index > command.index,
    ) || isDeletedAfter(command, foldersOf(call, cache))
  );
}
