import type { VariableUse } from '../../../model/facts.ts';
import { usesOf } from '../../variable-readings.ts';
import { readStart } from './guards.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { directReadings } from './env-readings.ts';
import { envHelpers, helperReadings, listReadings } from './env-helpers.ts';
import { schemaReadings } from './env-schemas.ts';

/** What the engine, the shell, a terminal or the package manager sets, and nobody configures. */
const ALWAYS_SET =
  /^(PATH|HOME|HOSTNAME|PWD|OLDPWD|SHELL|TERM|LINES|COLUMNS|INIT_CWD|npm_[a-z_]+|JEST_WORKER_ID|VITEST)$/;

/** Bundlers write the values of these into the code when it is built: setting them later changes nothing. */
const OF_THE_BUILD =
  /^(NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|GATSBY|VUE_APP|EXPO_PUBLIC|PUBLIC)_|^NEXT_(RUNTIME|PHASE)$/;

/**
 * The environment variables that the program reads, in the order found, one entry for each name.
 *
 * `required`: some place that runs at every start visibly ends the program when the variable is missing: a guard that
 * throws or exits, a schema that is parsed, a helper that throws. An undefined value alone stops nothing in JavaScript.
 */
export function variablesOf(texts: ReadonlyMap<string, JavaScriptText>): VariableUse[] {
  const runsAtStart = readStart(texts);
  const helpers = envHelpers(texts);
  const files = [...texts.values()].map((text) => ({
    path: text.path,
    source: text.source,
    readings: [
      ...directReadings(text, runsAtStart),
      ...listReadings(text, runsAtStart),
      ...helperReadings(texts, text, helpers, runsAtStart),
      ...schemaReadings(texts, text, runsAtStart),
    ],
  }));
  return usesOf(files, (name) => ALWAYS_SET.test(name) || OF_THE_BUILD.test(name));
}
