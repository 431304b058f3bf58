import { composeService } from '../model/compose-service.ts';
import { dockerfileOf, inContext, type Setup } from '../model/setup.ts';
import { lastOf, shippedStage } from '../model/stages.ts';
import type { Instruction } from '../syntax/dockerfile/index.ts';
import { nodeCommand, parseShell, scriptOf, type ShellCommand } from '../syntax/shell/index.ts';
import { scriptsIn } from './node/leftovers.ts';

/** A command that the container runs when it starts, and the words by which it came to be run. */
export interface StartedCommand {
  /** the program first, its folder taken off; expansions as written */
  words: string[];
  /** the command itself, or the one in the Dockerfile or compose file that leads to it */
  through: string;
}

/** Scripts that call one another; people write two. */
const DEEPEST = 6;

/**
 * What the container runs when it starts: the start command of the image or of the compose service, followed through
 * shells, programs that only run another one, entry scripts and the scripts of package.json. What a script runs only
 * under a condition is left out.
 */
export function startedCommands(setup: Setup): StartedCommand[] {
  return startTexts(setup).flatMap((text) => follow(setup, text, text.trim(), 0));
}

function startTexts(setup: Setup): string[] {
  const service = composeService(setup);
  const stage = shippedStage(dockerfileOf(setup));
  const entrypoint = service?.entrypoint ?? textOf(stage && lastOf(stage, 'ENTRYPOINT'));
  const ofImage = service?.entrypoint == null ? textOf(stage && lastOf(stage, 'CMD')) : null;
  const command = service?.command ?? ofImage;
  const texts = [entrypoint, command].flatMap((one) =>
    one === null || one.length === 0 ? [] : [joined(one)],
  );
  // a script as ENTRYPOINT ends with `exec "$@"`: the command is started as well
  return texts.length === 2 && /^\S*\.sh$/.test(texts[0] ?? '') ? texts : [texts.join(' ')];
}

const textOf = (instruction: Instruction | null): string | string[] | null =>
  instruction === null ? null : (instruction.json ?? instruction.argument);

const joined = (command: string | string[]): string =>
  typeof command === 'string'
    ? command
    : command
        .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
        .join(' ');

/** Programs that run the one behind them, with the options of theirs that take a value. */
const RUNNERS =
  /^(exec|env|command|nohup|nice|time|stdbuf|dumb-init|tini|catatonit|gosu|su-exec|cross-env|cross-env-shell|env-cmd|dotenv|dotenvx|npx|pnpx|bunx|docker-entrypoint\.sh|wait-for-it(\.sh)?|dockerize|opentelemetry-instrument|ddtrace-run|newrelic-admin)$/;
/** Those that want `run` or `exec` before it. */
const RUNNERS_WITH_VERB = /^(poetry|pipenv|uv|pdm|rye|hatch|pnpm|yarn|npm|bun|doppler|infisical)$/;

function follow(setup: Setup, text: string, through: string, depth: number): StartedCommand[] {
  if (depth > DEEPEST) return [];
  return parseShell(text).commands.flatMap((command) => {
    if (depth > 0 && command.context.some((one) => /^(condition|case|function)$/.test(one))) return [];
    return commandsOf(setup, command, through, depth);
  });
}

function commandsOf(setup: Setup, command: ShellCommand, through: string, depth: number): StartedCommand[] {
  const words = command.words.map(({ value, raw }) => value ?? raw);
  const at = programAt(words);
  const program = baseName(words[at] ?? '');
  if (program === '') return [];
  if (/^(ba|da|a)?sh$/.test(program)) {
    const flag = words.findIndex((word, index) => index > at && /^-\w*c$/.test(word));
    if (flag > 0) return follow(setup, words[flag + 1] ?? '', through, depth + 1);
  }
  const script = packageScript(setup, { ...command, words: command.words.slice(at) });
  if (script !== null) return follow(setup, script, through, depth + 1);
  const file = words.slice(at, at + 2).find((word) => /\.(sh|bash)$|entrypoint/.test(word));
  const entry = file === undefined ? undefined : fileNamed(setup, baseName(file));
  if (entry !== undefined) return follow(setup, entry, through, depth + 1);
  return [{ words: [program, ...words.slice(at + 1)], through }];
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Behind runners, their options and `NAME=value`. */
function programAt(words: readonly string[]): number {
  for (let at = 0; at < words.length; at++) {
    const word = baseName(words[at] ?? '');
    const next = words[at + 1] ?? '';
    if (
      RUNNERS_WITH_VERB.test(word) &&
      /^(run|exec)$/.test(next) &&
      !(/^(npm|pnpm|yarn|bun)$/.test(word) && next === 'run')
    ) {
      at++;
      continue;
    }
    if (/^(gosu|su-exec)$/.test(word)) at++;
    if (!RUNNERS.test(word) && !/^-|^[A-Za-z_]\w*=/.test(word)) return at;
  }
  return words.length;
}

/** The text of the script of package.json that a command runs; null when it runs none or it is not known. */
function packageScript(setup: Setup, command: ShellCommand): string | null {
  const node = nodeCommand(command);
  const name = node === null ? null : scriptOf(node);
  if (node === null || name === null) return null;
  const manifests = [...setup.files.keys()].filter((path) => /(^|\/)package\.json$/.test(path));
  const folder = node.folder?.replace(/^(\.\/)+|\/+$/g, '') ?? '';
  const path = inContext(setup, folder === '' ? 'package.json' : `${folder}/package.json`);
  const found = manifests.includes(path) ? path : manifests.length === 1 ? manifests[0] : undefined;
  return found === undefined ? null : (scriptsIn(setup.files.get(found))[name] ?? null);
}

const fileNamed = (setup: Setup, name: string): string | undefined =>
  [...setup.files].find(([path]) => path === name || path.endsWith(`/${name}`))?.[1];
