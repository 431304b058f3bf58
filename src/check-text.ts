import { ComposeFile, DockerfileFacts, EnvFile, IgnoreFile, Positions } from './lint/index.ts';
import {
  Checker,
  rulesOf,
  type CheckedFile,
  type Finding,
  type Preset,
  type Surroundings,
} from './lint/index.ts';
import type { FileFindings, FoundAt } from './model/check-result.ts';
import { kindOf } from './lint/kind.ts';
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

/** A text as rules see it, by what its name says it is. */
export function fileOf(
  path: string,
  source: string,
  { around, target }: { around?: Surroundings | undefined; target?: string | undefined } = {},
): CheckedFile {
  const given = { path, source, ...(around === undefined ? {} : { around }) };
  switch (kindOf(path)) {
    case 'ignore':
      return { kind: 'ignore', facts: new IgnoreFile(given) };
    case 'compose':
      return { kind: 'compose', facts: new ComposeFile(given) };
    case 'env':
      return { kind: 'env', facts: new EnvFile(given) };
    default:
      return { kind: 'dockerfile', facts: new DockerfileFacts({ ...given, target: target ?? null }) };
  }
}

/** A finding as it is told: lines and columns counted from 1, columns in UTF-16 units, ends exclusive. */
export function foundAt(finding: Finding, positions: Positions): FoundAt {
  const start = positions.at(finding.range.start);
  const end = positions.at(finding.range.end);
  return {
    rule: finding.rule,
    ids: finding.ids,
    severity: finding.severity,
    message: finding.message,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    fix: finding.fix?.class ?? null,
  };
}
