import { composeService } from '../../model/compose-service.ts';
import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { shippedStage } from '../../model/stages.ts';
import { copySources, type Stage } from '../../syntax/dockerfile/index.ts';
import {
  nodeCommand,
  parseShell,
  scriptOf,
  splitCommandLine,
  type ShellCommand,
} from '../../syntax/shell/index.ts';
import { originBefore } from '../context-origin.ts';
import { absoluteIn } from '../source-copy.ts';
import { startCommandOf } from '../start-command.ts';
import { startedCommands } from '../started-commands.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { joinPath } from './steps.ts';

/** What a container runs when it starts, followed through the scripts of package.json. */
export interface Start {
  /** every command of it, scripts and what stands before and after them (`prestart`) included */
  commands: ShellCommand[];
  /** the program with its arguments when it comes down to one plain command; null when it is more than that */
  argv: string[] | null;
  /** the folder in the image that it runs in */
  folder: string;
  /** the package.json whose scripts it goes through, or that lies in its folder; null when there is none */
  manifest: Manifest | null;
}

/** They only run the program behind them. */
const RUNNERS = /(^|\/)(dumb-init|tini|catatonit|docker-entrypoint\.sh|exec|env|cross-env|dotenv)$/;

/** The start command of the shipped stage, or compose's in its place. */
export function startOf(setup: Setup): Start {
  const stage = shippedStage(dockerfileOf(setup));
  if (stage === null) return { commands: [], argv: null, folder: '/', manifest: null };
  const folder = absoluteIn(stage, null, '.');
  const command = composeService(setup)?.command ?? null;
  const { argv, cmd, entrypoint } = startCommandOf(stage);
  const own = argv ?? [];
  const text =
    typeof command === 'string'
      ? command
      : command !== null
        ? command.map(quoted).join(' ')
        : argv !== null
          ? own.map(quoted).join(' ')
          : [entrypoint, cmd]
              .flatMap((one) => (one === null ? [] : [textOf(one.json, one.argument)]))
              .join(' ');
  return follow(setup, stage, text, folder, 0);
}

const textOf = (json: string[] | null, argument: string): string =>
  json === null ? argument : json.map(quoted).join(' ');

export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

function follow(setup: Setup, stage: Stage, text: string, folder: string, depth: number): Start {
  const script = parseShell(text);
  const manifest = manifestIn(setup, stage, folder);
  const plain = withoutRunners(splitCommandLine(text.replace(/^exec\s+/, '')));
  const commands: ShellCommand[] = [...script.commands];
  let argv = plain;
  let at = folder;
  let found = manifest;
  for (const command of script.commands) {
    // `sh -c "…"`
    const inner = command.words.findIndex(({ value }) => value === '-c');
    const isShell = /(^|\/)(ba|da|a)?sh$/.test(command.name ?? '');
    if (isShell && inner > 0 && depth < 6) {
      const rest = follow(setup, stage, command.words[inner + 1]?.value ?? '', folder, depth + 1);
      commands.push(...rest.commands);
      if (script.commands.length === 1) ({ argv, folder: at, manifest: found } = rest);
      continue;
    }
    const run = calledScript(command);
    if (run === null || depth > 5) continue;
    const inFolder = run.folder === null ? folder : joinPath(folder, run.folder);
    const owner = manifestIn(setup, stage, inFolder);
    const own = owner === null ? undefined : textOfScript(owner, run.script);
    if (own === undefined) {
      if (script.commands.length === 1) argv = null;
      continue;
    }
    const around = [owner?.scripts[`pre${run.script}`], owner?.scripts[`post${run.script}`]];
    const extras = around.flatMap((one) =>
      one === undefined ? [] : [follow(setup, stage, one, inFolder, depth + 1)],
    );
    const rest = follow(setup, stage, own, inFolder, depth + 1);
    commands.push(...extras.flatMap((one) => one.commands), ...rest.commands);
    if (script.commands.length !== 1) continue;
    argv = extras.length > 0 || plain === null || run.hasArguments ? null : rest.argv;
    at = rest.folder;
    found = rest.manifest ?? owner;
  }
  return { commands, argv, folder: at, manifest: found };
}

/** A script's text; `npm start` without one runs server.js (npm's documentation). */
export const textOfScript = ({ scripts }: Manifest, name: string): string | undefined =>
  scripts[name] ?? (name === 'start' ? 'node server.js' : undefined);

/** The script of package.json that a command runs, looked for behind programs that only run another one. */
export function calledScript(
  command: ShellCommand,
): { script: string; folder: string | null; hasArguments: boolean } | null {
  const first = command.words.findIndex(({ value }) => /(^|\/)(npm|yarn|pnpm)$/.test(value ?? ''));
  const before = command.words.slice(0, Math.max(first, 0));
  if (first < 0 || !before.every(({ value }) => RUNNERS.test(value ?? '') || value?.startsWith('-') === true))
    return null;
  const words = command.words.slice(first);
  const node = nodeCommand({ ...command, words });
  const script = node === null ? null : scriptOf(node);
  if (node === null || script === null) return null;
  const isRun = /^(run|run-script|rum|urn)$/.test(node.verb);
  return { script, folder: node.folder, hasArguments: node.operands.length > (isRun ? 1 : 0) };
}

function withoutRunners(argv: string[] | null): string[] | null {
  if (argv === null) return null;
  const first = argv.findIndex((word) => !RUNNERS.test(word) && word !== '--' && !/^\w+=/.test(word));
  return first < 0 ? null : argv.slice(first);
}

/** The package.json of a folder of the image, through the stages that the folder's content is copied from. */
export function manifestIn(setup: Setup, stage: Stage, folder: string, depth = 0): Manifest | null {
  const wanted = folder === '/' ? '/package.json' : `${folder}/package.json`;
  const path = originBefore(setup, stage, null, wanted);
  if (path !== null) return readManifest(setup, path);
  const { stages } = dockerfileOf(setup);
  const named = (name: string) =>
    stages.find(({ name: own, index }) => own === name.toLowerCase() || String(index) === name);
  const below = named(stage.base);
  if (depth > 5) return null;
  for (const one of stage.instructions.toReversed()) {
    const reading = copySources(one);
    const from = reading?.from == null ? undefined : named(reading.from);
    const [source] = reading?.sources ?? [];
    if (from === undefined || source === undefined || reading === null) continue;
    const target = absoluteIn(stage, one, reading.destination.value);
    const origin = absoluteIn(from, null, source.value);
    if (target !== folder && !folder.startsWith(`${target}/`)) continue;
    // a file is copied into the folder, a folder's content becomes it
    const inside = origin.endsWith('/package.json')
      ? origin.slice(0, -'/package.json'.length)
      : origin + folder.slice(target.length);
    const found = manifestIn(setup, from, inside || '/', depth + 1);
    if (found !== null) return found;
  }
  return below === undefined ? null : manifestIn(setup, below, folder, depth + 1);
}

/** Programs that the start runs, by their bare names. */
export const programsOf = ({ commands }: Start): string[] => [
  ...new Set(
    commands.flatMap(({ words }) => {
      const rest = words.map(({ value }) => value ?? '');
      const first = rest.findIndex((word) => !RUNNERS.test(word) && !/^-|^\w+=/.test(word));
      const name = rest[first] ?? '';
      const isExec =
        /^(npx|pnpx)$/.test(name) || (/^(npm|yarn|pnpm)$/.test(name) && rest[first + 1] === 'exec');
      const next = isExec ? rest.slice(first + 1).find((word) => !/^(-|exec$)/.test(word)) : undefined;
      return [name, next ?? '']
        .map((word) => word.slice(word.lastIndexOf('/') + 1))
        .filter((word) => word !== '');
    }),
  ),
];

/** As `programsOf`, with those that entry scripts of the project run. */
export const startedPrograms = (setup: Setup, start: Start): string[] => [
  ...new Set([...programsOf(start), ...startedCommands(setup).flatMap(({ words }) => words.slice(0, 1))]),
];

/** Paths that the one plain command names, as the image has them. */
export const startPaths = ({ argv, folder }: Start): string[] =>
  (argv ?? [])
    .slice(1)
    .flatMap((word) => (/^-|^\w+$/.test(word) ? [] : [joinPath(folder, word.replace(/^.*=/, ''))]));
