import { composeService } from '../model/compose-service.ts';
import { inContext, type Setup } from '../model/setup.ts';
import type { Stage } from '../syntax/dockerfile/index.ts';
import { parseShell, splitCommandLine } from '../syntax/shell/index.ts';
import { argvOf, startCommandOf } from './start-command.ts';

/** Masters that end their own workers in order, and that a signal to the workers as well disturbs in it. */
const MASTERS = /^(gunicorn|celery|php-fpm[\d.]*|apache2|httpd|nginx)$/;

/**
 * Whether only the first process should get the signals: dumb-init sends them to the whole group otherwise, which
 * programs behind a script without `exec` need, and which makes gunicorn's workers go before their master knows and
 * celery's lose their tasks.
 */
export function signalsOnlyMaster(setup: Setup, stage: Stage): boolean {
  const { entrypoint, cmd } = startCommandOf(stage);
  const service = composeService(setup);
  if (service?.entrypoint != null) return false;
  const command = service?.command ?? null;
  const given =
    command === null ? argvOf(cmd) : typeof command === 'string' ? splitCommandLine(command) : command;
  const first = argvOf(entrypoint);
  if (given === null && cmd !== null) return false;
  const argv = [...(first ?? []), ...(given ?? [])];
  if (first !== null && first.length === 1 && handsOver(setup, first[0] ?? '')) return isMaster(given ?? []);
  return isMaster(argv);
}

function isMaster(argv: readonly string[]): boolean {
  const [shell = '', dashC, text = ''] = argv;
  const replaced =
    /^(.*\/)?(ba|da)?sh$/.test(shell) && dashC === '-c'
      ? /(?:^|&&\s*|;\s*)exec ([^;&|]*)$/.exec(text)?.[1]
      : undefined;
  if (replaced !== undefined) return isMaster(replaced.split(/\s+/));
  const [program = '', flag, module = ''] = argv.map((word) => word.slice(word.lastIndexOf('/') + 1));
  return MASTERS.test(program) || (/^python[\d.]*$/.test(program) && flag === '-m' && MASTERS.test(module));
}

/** A script of the project whose last command is `exec "$@"`. */
function handsOver(setup: Setup, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const text = [...setup.files].find(
    ([file]) => file === inContext(setup, name) || file.endsWith(`/${name}`),
  )?.[1];
  const last = text === undefined ? undefined : parseShell(text).commands.at(-1);
  return last?.depth === 0 && last.words.map(({ raw }) => raw).join(' ') === 'exec "$@"';
}
