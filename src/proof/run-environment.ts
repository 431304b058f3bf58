import type { Setup } from '../model/setup.ts';
import { parseDotenv } from '../syntax/dotenv/index.ts';
import { inventValue } from './compose-model.ts';
import type { Session } from './session.ts';

export interface RunEnvironment {
  /** what `${NAME}` in compose files can see */
  interpolation: Record<string, string>;
  /** set in the service where it has no value of its own */
  service: Record<string, string>;
}

/**
 * Values for the runs: those that the user gave, else the env example's, else made-up ones for what the program cannot
 * start without. The project's `.env` is never read.
 */
export function runEnvironment(session: Session, setup: Setup): RunEnvironment {
  const given = { ...session.config.env, ...session.options.environment };
  const example = Object.fromEntries(
    parseDotenv(setup.files.get(setup.paths.envExample) ?? '')
      .entries.filter(({ value }) => value !== null && value !== '')
      .map(({ name, value }) => [name, value ?? '']),
  );
  const required: Record<string, string> = {};
  for (const { name, required: isRequired } of setup.facts.source.variables) {
    const value = example[name] ?? inventValue(name);
    if (isRequired && value !== null) required[name] = value;
  }
  return { interpolation: { ...required, ...given }, service: { ...required, ...given } };
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
