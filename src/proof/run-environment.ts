import { datastoreOf } from '../ecosystems/datastores.ts';
import { composeServices } from '../model/compose-service.ts';
import { pairsOf, textOrTexts } from '../model/compose-values.ts';
import { interpolationsIn } from '../model/interpolation.ts';
import type { Setup } from '../model/setup.ts';
import { parseDotenv } from '../syntax/dotenv/index.ts';
import { inventValue } from './invented-values.ts';
import type { Session } from './session.ts';

export interface RunEnvironment {
  /** what `${NAME}` in compose files can see */
  interpolation: Record<string, string>;
  /** set in the service where it has no value of its own */
  service: Record<string, string>;
}

/**
 * Values for the runs: those that the user gave, else the env example's, else made-up ones for what the program or a
 * database beside it cannot start without. The project's `.env` is never read.
 */
export function runEnvironment(session: Session, setup: Setup): RunEnvironment {
  const given = { ...session.config.env, ...session.options.environment };
  const example = exampleValues(setup);
  const required: Record<string, string> = {};
  for (const { name, required: isRequired } of setup.facts.source.variables) {
    const value = example[name] ?? inventValue(name);
    if (isRequired && value !== null) required[name] = value;
  }
  return {
    interpolation: { ...databaseVariables(setup), ...example, ...required, ...given },
    service: { ...required, ...given },
  };
}

/** What the env example gives a value. */
export const exampleValues = (setup: Setup): Record<string, string> =>
  Object.fromEntries(
    parseDotenv(setup.files.get(setup.paths.envExample) ?? '')
      .entries.filter(({ value }) => value !== null && value !== '')
      .map(({ name, value }) => [name, value ?? '']),
  );

/** `POSTGRES_PASSWORD: ${DB_PASSWORD}`: compose would pass a blank, and the database refuse to start. */
function databaseVariables(setup: Setup): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { value: service } of composeServices(setup).values()) {
    if (datastoreOf(service) === null) continue;
    const texts = [
      ...pairsOf(service['environment']).map(({ name, value }) => value ?? `\${${name}}`),
      ...textOrTexts(service['command']),
    ];
    for (const { name, operator } of texts.flatMap(interpolationsIn)) {
      const value = operator === '' ? inventValue(name) : null;
      if (value !== null) found[name] = value;
    }
  }
  return found;
}

/** Variables that the setup's own texts stop without: `${NAME:?…}` of its scripts, and what its source requires. */
export function requiredNames({ files, facts }: Setup): string[] {
  const inScripts = [...files.values()].flatMap((text) => [...text.matchAll(/\$\{(\w+):?\?/g)]);
  const inSource = facts.source.variables.filter(({ required }) => required);
  return [...new Set([...inScripts.map(([, name = '']) => name), ...inSource.map(({ name }) => name)])];
}

/**
 * The variable that a program's last words name as missing; null when they name none.
 * @param unset required variables without a value: one of them need only be named
 */
export function missingVariable(log: readonly string[], unset: readonly string[]): string | null {
  const text = log.join('\n');
  const level = '(?!(?:ERROR|FATAL|CRITICAL|WARNING|WARN|INFO|DEBUG|USAGE|NOTE|TRACEBACK)\\b)';
  const name = `["'\`$]?\\b${level}([A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z][A-Z0-9]{3,})\\b["'\`]?`;
  const patterns = [
    /KeyError: '([A-Z][A-Z0-9_]*)'/,
    new RegExp(
      `${name}:? (?:environment variable )?(?:is )?(?:not set|unset|required|missing|not defined|must be (?:set|given|provided))`,
    ),
    new RegExp(`(?:environment variable|env var|variable|missing|required|set the|set)[:\\s]+${name}`),
    /([A-Z][A-Z0-9_]+): parameter (?:not set|null or not set)/,
    /([A-Z][A-Z0-9_]+): unbound variable/,
  ];
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return unset.find((name) => new RegExp(`\\b${name}\\b`).test(text)) ?? null;
}
