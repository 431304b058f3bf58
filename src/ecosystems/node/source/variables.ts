import type { VariableUse } from '../../../model/facts.ts';
import { positionAt } from '../../../syntax/text.ts';
import { isSecretName } from '../../secret-name.ts';
import { readStart } from './guards.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { directReadings } from './env-readings.ts';
import { envHelpers, helperReadings, listReadings } from './env-helpers.ts';
import { schemaReadings } from './env-schemas.ts';
import type { Reading } from './reading.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

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
  const found = new Map<string, VariableUse>();
  for (const text of texts.values()) {
    const readings = [
      ...directReadings(text, runsAtStart),
      ...listReadings(text, runsAtStart),
      ...helperReadings(texts, text, helpers, runsAtStart),
      ...schemaReadings(texts, text, runsAtStart),
    ];
    for (const reading of readings.sort((a, b) => a.offset - b.offset)) add(text, reading);
  }
  return [...found.values()].map((use) => (use.required ? { ...use, default: null } : use));

  function add(text: JavaScriptText, { name, offset, ...reading }: Reading): void {
    if (!NAME.test(name) || ALWAYS_SET.test(name) || OF_THE_BUILD.test(name)) return;
    const where = `${text.path}:${positionAt(text.source, offset).line}`;
    const known = found.get(name);
    if (!known) found.set(name, { name, ...reading, secret: isSecretName(name), where });
    else
      found.set(name, {
        ...known,
        default: known.default ?? reading.default,
        required: known.required || reading.required,
        where: reading.required && !known.required ? where : known.where,
      });
  }
}
