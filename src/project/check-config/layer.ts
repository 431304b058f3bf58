import type { PragmaTool, Preset, RuleSetting } from '../../lint/index.ts';
import type { FailOn } from '../../model/check-result.ts';

/** The mildest severity that makes the command fail. */
export const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'info', 'style', 'never'];

/** What one configuration file says; a later layer counts before an earlier one. */
export interface Layer {
  preset: Preset | null;
  failOn: FailOn | null;
  rules: readonly RuleSetting[];
  /** for some files only, by their absolute paths */
  overrides: readonly { matches: (path: string) => boolean; rules: readonly RuleSetting[] }[];
  /** which files, by their absolute paths, are not to be checked at all */
  ignores: readonly ((path: string) => boolean)[];
  /** tools whose comments count for nothing */
  unheeded: readonly PragmaTool[];
}

export const NO_LAYER: Layer = {
  preset: null,
  failOn: null,
  rules: [],
  overrides: [],
  ignores: [],
  unheeded: [],
};
