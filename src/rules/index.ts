// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { noSudo } from './no-sudo.ts';
import { shellLint } from './shell-lint.ts';

/** Every rule, by id. */
export const rules = [
  noSudo,
  shellLint,
] as unknown as readonly Rule[];
