import { fileOf, foundAt } from './check-one.ts';
import { Checker, rulesOf } from './lint/index.ts';
import type { Preset } from './lint/preset.ts';
import type { Surroundings } from './lint/surroundings.ts';
import type { FileFindings } from './model/check-result.ts';
import { rules } from './rules/index.ts';

export interface CheckTextOptions {
  /** which rules are on; default `recommended` */
  preset?: Preset;
  /** what lies around the file; default nothing */
  around?: Surroundings;
}

/**
 * Checks one text, without looking at any file.
 * @param path the file's name, which tells what it is: a Dockerfile unless it looks like a compose, ignore or env file
 */
export function checkText(path: string, text: string, options: CheckTextOptions = {}): FileFindings {
  const file = fileOf(path, text, { around: options.around });
  const findings = checkerOf(options.preset ?? 'recommended').check(file);
  return { path, findings: findings.map((finding) => foundAt(finding, file.facts.positions)) };
}

const checkers = new Map<Preset, Checker>();

/** One for each preset: it takes longer to make than most files take to be checked. */
function checkerOf(preset: Preset): Checker {
  const known = checkers.get(preset) ?? new Checker(rulesOf(preset, rules));
  checkers.set(preset, known);
  return known;
}
