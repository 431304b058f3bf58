import type { VariableUse } from '../model/facts.ts';
import { composeService } from '../model/compose-service.ts';
import { dockerfileOf, inContext, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import { envPairs } from '../syntax/dockerfile/index.ts';
import { readPythonSource } from './python/source.ts';

/** Every shell sets these for itself: a value of the host must not slip into the container. */
const OF_THE_SHELL =
  /^(PATH|HOME|USER|USERNAME|LOGNAME|SHELL|PWD|OLDPWD|LANG|LANGUAGE|LC_\w+|TERM|HOSTNAME|EDITOR|DISPLAY|MAIL|TMPDIR|TMP|TEMP|CI)$/;

/** A variable that the shell or the engine sets by itself. */
export const isOfTheShell = (name: string): boolean => OF_THE_SHELL.test(name);

/** True for an address with a password in it, `postgres://user:password@host`. */
export const holdsPassword = (value: string): boolean => /:\/\/[^:@/\s]*:[^@/\s]+@/.test(value);

/**
 * The variables by which the program is configured: those that its source and gunicorn's configuration read. What the Dockerfile sets with ENV is the default then; what only the base sets is
 * no setting of this program.
 */
export function knownVariables(setup: Setup): VariableUse[] {
  const { source, image } = setup.facts;
  const set = environmentOf(setup);
  const uses = new Map<string, VariableUse>();
  for (const use of [...source.variables, ...gunicornVariables(setup)])
    if (!uses.has(use.name)) uses.set(use.name, use);
  return [...uses.values()].flatMap((use) => {
    const value = set.get(use.name);
    const isOfTheBase = value === undefined && image !== null && Object.hasOwn(image.base.env, use.name);
    if (isOfTheShell(use.name) || isOfTheBase || value?.includes('$')) return [];
    if (isOwnPort(setup, use.name, value ?? use.default)) return [];
    return [value === undefined ? use : { ...use, default: value, required: false }];
  });
}

/**
 * The port that the container listens on and that EXPOSE or compose name as well: it ties these together, so that a value
 * from the user's shell would only part them.
 */
function isOwnPort(setup: Setup, name: string, value: string | null): boolean {
  if (!/(^|_)PORT$/.test(name) || value === null) return false;
  const exposed =
    shippedStage(dockerfileOf(setup))?.instructions.filter(({ keyword }) => keyword === 'EXPOSE') ?? [];
  const named = exposed.flatMap(({ words }) => words.map((word) => word.value ?? ''));
  return [...named, ...(composeService(setup)?.ports ?? [])].some(
    (port) =>
      port
        .replace(/\/\w+$/, '')
        .split(':')
        .at(-1) === value,
  );
}

function gunicornVariables(setup: Setup): VariableUse[] {
  const path = inContext(setup, 'gunicorn.conf.py');
  const text = setup.files.get(path);
  return text === undefined ? [] : readPythonSource(new Map([[path, text]])).variables;
}

/** ENV of the shipped stage, values as written. */
function environmentOf(setup: Setup): Map<string, string> {
  const pairs = (shippedStage(dockerfileOf(setup))?.instructions ?? [])
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap((instruction) => envPairs(instruction));
  return new Map(pairs.map(({ name, value, raw }) => [name, raw?.includes('$') ? raw : (value ?? '')]));
}
