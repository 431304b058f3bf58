import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { shippedStage } from '../../model/stages.ts';
import { absoluteIn, joined } from '../source-copy.ts';
import { startedCommands, type StartedCommand } from '../started-commands.ts';
import { manifestIn } from './image-manifest.ts';
import type { Manifest } from './manifest.ts';

/** What a container of a Node program runs when it starts. */
export interface Start {
  commands: StartedCommand[];
  /** the program with its arguments when it comes down to one plain command; null when it is more than that */
  argv: string[] | null;
  /** the folder in the image that it runs in */
  folder: string;
  /** the package.json whose scripts it goes through, or that lies in its folder; null when there is none */
  manifest: Manifest | null;
}

/** The start command of the shipped stage, or compose's in its place. */
export function startOf(setup: Setup): Start {
  const commands = startedCommands(setup);
  const last = commands.findLast(({ isOnly }) => isOnly);
  if (last !== undefined) return { commands, argv: last.argv, folder: last.folder, manifest: last.manifest };
  const stage = shippedStage(dockerfileOf(setup));
  if (stage === null) return { commands, argv: null, folder: '/', manifest: null };
  const folder = absoluteIn(stage, null, '.');
  return { commands, argv: null, folder, manifest: manifestIn(setup, stage, folder) };
}

/** Programs that the start runs, by their bare names. */
export const startedPrograms = ({ commands }: Start): string[] => [
  ...new Set(commands.flatMap(({ runners, words }) => [...runners, ...words.slice(0, 1)])),
];

/** Paths that the one plain command names, as the image has them. */
export const startPaths = ({ argv, folder }: Start): string[] =>
  (argv ?? [])
    .slice(1)
    .flatMap((word) => (/^-|^\w+$/.test(word) ? [] : [joined(folder, word.replace(/^.*=/, ''))]));
