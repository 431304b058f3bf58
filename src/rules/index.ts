// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { noSudo } from './no-sudo.ts';

/** Every rule, by id. */
export const rules = [noSudo] as unknown as readonly Rule[];
