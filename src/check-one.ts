import {
  ComposeFile,
  DockerfileFacts,
  EnvFile,
  IgnoreFile,
  kindOf,
  type CheckedFile,
  type Finding,
  type Positions,
  type Surroundings,
} from './lint/index.ts';
import type { FoundAt } from './model/check-result.ts';

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
