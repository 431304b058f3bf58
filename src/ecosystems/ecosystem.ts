import type { Facts, SourceFacts } from '../model/facts.ts';
import type { Setup } from '../model/setup.ts';
import type { Instruction, Stage } from '../syntax/dockerfile/index.ts';
import type { ShellCommand } from '../syntax/shell/index.ts';
import type { SourceCopy } from './source-copy.ts';

/**
 * How much goes into the stage that ships, from the least to the most: what was seen to be needed; the source besides
 * what a build made of it; the dependencies that only the build was thought to need; all that the original had.
 */
export type SplitRung = 'by-evidence' | 'source-kept' | 'dependencies-kept' | 'all-packages';

export type Split = { kind: 'split'; text: string; evidence: string[] } | { kind: 'stays'; reason: string };

export const stays = (reason: string): Split => ({ kind: 'stays', reason });

/** A command of a RUN instruction, and the copy of the source that it may have to wait for. */
export interface CommandSite {
  setup: Setup;
  stage: Stage;
  instruction: Instruction;
  command: ShellCommand;
  copy: SourceCopy;
}

/** What Shipshape knows about one way of making programs. */
export interface Ecosystem {
  id: string;
  /** What the program's own text tells; only files of the ecosystem are looked at. */
  readSource(files: ReadonlyMap<string, string>): SourceFacts;
  /** Whether a stage installs dependencies in this ecosystem's way, so that it is the one to take the stage apart. */
  installsIn(stage: Stage, source: string): boolean;
  /** Takes a single stage apart into a builder and what ships; says why where it cannot. */
  split(setup: Setup, rung: SplitRung): Split;
  /**
   * Files of a source copy that a command needs, by paths relative to the context.
   * @returns undefined when it is no command of this ecosystem; null when it may need any of the files
   */
  filesFor(site: CommandSite): string[] | null | undefined;
}

/** The facts of several readers of the source as one. */
export function mergedSource(all: readonly SourceFacts[]): Facts['source'] {
  return {
    variables: all.flatMap(({ variables }) => variables),
    routes: [...new Set(all.flatMap(({ routes }) => routes))],
    commands: [...new Set(all.flatMap(({ commands }) => commands))],
    libraries: [...new Set(all.flatMap(({ libraries }) => libraries))],
    developmentServers: all.flatMap(({ developmentServers = [] }) => developmentServers),
  };
}
