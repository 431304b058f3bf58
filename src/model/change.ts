import type { Setup } from './setup.ts';

/** `safe` cannot alter what the container does; `needs-proof` can, so only a run on an engine accepts it. */
export type ChangeClass = 'safe' | 'needs-proof';

export interface Applied {
  kind: 'applied';
  setup: Setup;
  /** what this was decided from, one sentence each */
  evidence: string[];
  /** when this application is of another class than the change in general */
  class?: ChangeClass;
}

export interface NotNeeded {
  kind: 'not-needed';
  /** why there is nothing to do, or nothing that can be done */
  reason: string;
}

/** A setup before and after a change: shown in the docs, run as a test. */
export interface ChangeExample {
  name: string;
  rung?: string;
  before: Record<string, string>;
  /** the files that differ afterwards; none = not needed */
  after: Record<string, string>;
  facts?: (base: Setup['facts']) => Setup['facts'];
}

/** One named, ordered, undoable improvement: a pure function from setup to setup. */
export interface Change {
  id: string;
  title: string;
  why: string;
  class: ChangeClass;
  /** from the boldest form to the mildest; after the last one comes leaving it out */
  rungs: readonly [string, ...string[]];
  examples: readonly ChangeExample[];
  /** it mends what `check` finds: where that is nothing, nothing is told of it */
  isMend?: boolean;
  apply(setup: Setup, rung: string): Applied | NotNeeded;
}

export const notNeeded = (reason: string): NotNeeded => ({ kind: 'not-needed', reason });

export const applied = (setup: Setup, ...evidence: string[]): Applied => ({
  kind: 'applied',
  setup,
  evidence,
});
