import { dockerfileOf, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import type { Stage } from '../syntax/dockerfile/index.ts';
import { parseShell, shellText, splitCommandLine, type ShellCommand } from '../syntax/shell/index.ts';
import { calledScript, textOfScript, type CalledScript } from './node/called-script.ts';
import { manifestFor } from './node/image-manifest.ts';
import type { Manifest } from './node/manifest.ts';
import { baseName, isRunner, programAt, runnersOf } from './runners.ts';
import { absoluteIn, joined } from './source-copy.ts';
import { startText } from './start-command.ts';

/** A command that the container runs when it starts, and how it came to be run. */
export interface StartedCommand {
  /** the program first, its folder taken off; expansions as written */
  words: string[];
  /** programs before it that only run it, by name */
  runners: string[];
  /** the command itself, or the one in the Dockerfile or compose file that leads to it */
  through: string;
  /** a shell, an entry script or a package manager whose own commands are listed behind it */
  leadsOn: boolean;
  /** it is all that the start comes down to: no other command stands beside it, or beside one that leads to it */
  isOnly: boolean;
  /** its words as they are, with nothing that a shell or a package manager would add; null else */
  argv: string[] | null;
  /** the folder in the image that it runs in, or its script does */
  folder: string;
  /** the package.json that its script is in, or that lies in its folder */
  manifest: Manifest | null;
}

/**
 * What the container runs when it starts: the start command of the image or of the compose service, followed through
 * shells, programs that only run another one, entry scripts and the scripts of package.json, what npm runs before and
 * after these included. What a script runs only under a condition is left out.
 */
export function startedCommands(setup: Setup): StartedCommand[] {
  const stage = shippedStage(dockerfileOf(setup));
  if (stage === null) return [];
  const text = startText(setup, stage);
  const folder = absoluteIn(stage, null, '.');
  const manifest = manifestFor(setup, stage, folder, null);
  return follow(text, {
    setup,
    stage,
    folder,
    manifest,
    through: text.trim(),
    depth: 0,
    isOnly: true,
    isPlain: true,
  });
}

/** As `startedCommands`, only those that lead to no other. */
export const finalCommands = (setup: Setup): StartedCommand[] =>
  startedCommands(setup).filter(({ leadsOn }) => !leadsOn);

/** Where a text stands that is followed. */
interface Place {
  setup: Setup;
  stage: Stage;
  folder: string;
  manifest: Manifest | null;
  through: string;
  depth: number;
  isOnly: boolean;
  isPlain: boolean;
}

/** Scripts that call one another; people write two. */
const DEEPEST = 6;

function follow(text: string, place: Place): StartedCommand[] {
  if (place.depth > DEEPEST) return [];
  const { commands } = parseShell(text);
  const argv = place.isPlain ? splitCommandLine(text) : null;
  const isOnly = place.isOnly && commands.length === 1;
  return commands.flatMap((command) => {
    if (place.depth > 0 && command.context.some((one) => /^(condition|case|function)$/.test(one))) return [];
    return commandsOf(command, argv, { ...place, isOnly, isPlain: argv !== null });
  });
}

function commandsOf(command: ShellCommand, argv: string[] | null, place: Place): StartedCommand[] {
  const words = command.words.map(({ value, raw }) => value ?? raw);
  const at = programAt(words);
  const program = baseName(words[at] ?? '');
  const { through, folder, manifest, isOnly, depth } = place;
  const own: StartedCommand = {
    words: program === '' ? [] : [program, ...words.slice(at + 1)],
    runners: runnersOf(words),
    through,
    leadsOn: false,
    isOnly,
    argv: program === '' ? null : (argv?.slice(programAt(argv)) ?? null),
    folder,
    manifest,
  };
  const leading = { ...own, leadsOn: true };
  const deeper = { ...place, depth: depth + 1 };
  if (/^(ba|da|a)?sh$/.test(program)) {
    const flag = words.findIndex((word, index) => index > at && /^-\w*c$/.test(word));
    if (flag > 0) return [{ ...leading, argv: null }, ...follow(words[flag + 1] ?? '', deeper)];
  }
  const run = calledScript(command);
  if (run !== null) return commandsOfScript(run, own, deeper);
  const script = words.findIndex((word, index) => index < at + 2 && ENTRY_SCRIPT.test(word));
  const text = script < 0 ? undefined : fileNamed(place.setup, baseName(words[script] ?? ''));
  if (script < 0 || (script < at && text === undefined)) return program === '' ? [] : [own];
  const from = Math.min(at, script);
  const itself = {
    ...own,
    words: [baseName(words[from] ?? ''), ...words.slice(from + 1)],
    runners: runnersOf(words.slice(0, from)),
  };
  return commandsOfEntry(words.slice(script), text, itself, deeper);
}

/** By their usual names; those that wait for another service are no part of the program. */
const ENTRY_SCRIPT = /^(?!.*wait-for)(.*\.(sh|bash)|(.*\/)?[\w-]*entrypoint[\w-]*)$/;

/** `npm start`: what its script runs, and those around it. */
function commandsOfScript(
  { script, folder: named, hasArguments }: CalledScript,
  own: StartedCommand,
  place: Place,
): StartedCommand[] {
  const folder = named === null ? place.folder : joined(place.folder, named);
  const manifest = manifestFor(place.setup, place.stage, folder, named);
  const text = manifest === null ? undefined : textOfScript(manifest, script);
  if (manifest === null || text === undefined) return [{ ...own, argv: null }];
  const there = { ...place, folder, manifest };
  const around = [manifest.scripts[`pre${script}`], manifest.scripts[`post${script}`]].filter(
    (one) => one !== undefined,
  );
  return [
    { ...own, leadsOn: true, argv: null, folder, manifest },
    ...around.flatMap((one) => follow(one, { ...there, isOnly: false })),
    ...follow(text, { ...there, isPlain: place.isPlain && around.length === 0 && !hasArguments }),
  ];
}

/** An entry script: what it runs, and what it is given to run at its end. */
function commandsOfEntry(
  [path = '', ...given]: readonly string[],
  text: string | undefined,
  own: StartedCommand,
  place: Place,
): StartedCommand[] {
  const inside = text === undefined ? [] : follow(text, { ...place, isOnly: false });
  // one that is not the project's own is the base's, and does as these do
  const passesOn = text === undefined ? given.length > 0 : /\$[@*]|\$\{[@*]/.test(text);
  const behind = passesOn
    ? follow(shellText(given), { ...place, isOnly: place.isOnly && isRunner(baseName(path)) })
    : [];
  const all = [...inside, ...behind];
  return [{ ...own, leadsOn: all.length > 0 }, ...all];
}

const fileNamed = (setup: Setup, name: string): string | undefined =>
  [...setup.files].find(([path]) => path === name || path.endsWith(`/${name}`))?.[1];
